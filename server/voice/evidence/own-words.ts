import { normaliseTerm } from '../turn/normalise-term';

/** Words of the agent's that an echo may bring back: about the last ten seconds of speech. */
const recentWords = 40;
/** A recogniser hears some words of an echo wrongly. */
const leastShare = 0.7;

/** Are these words ones that the agent has just said, in the same order? */
export function areOwnWords(words: string, agentText: string): boolean {
  const heard = tokens(words);
  const said = tokens(agentText).slice(-recentWords);
  if (heard.length === 0 || said.length === 0) return false;
  let at = 0;
  let found = 0;
  for (const word of heard) {
    const next = said.indexOf(word, at);
    if (next === -1) continue;
    found++;
    at = next + 1;
  }
  return found / heard.length >= leastShare;
}

function tokens(text: string): string[] {
  return normaliseTerm(text)
    .split(' ')
    .filter((word) => word !== '');
}
