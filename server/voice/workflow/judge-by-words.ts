import type { Choice } from './walk';

/** Words too common to mean anything, and those that conditions are made of. */
const empty = new Set(
  (
    'the and for with that this they them their have has had wants want would like need needs about asks ask asking when then user caller customer ' +
    'says said say has been being from into more some any what which will can could please know speak talk help mentions mentioned is are ' +
    'usuario cliente quiere necesita pregunta sobre para por una uno los las que con del dice cuando ' +
    'usuário quer precisa pergunta sobre para por uma um com que diz quando ' +
    'der die das und oder ein eine will möchte fragt nach wenn kunde anrufer ' +
    "l'utilisateur veut demande quand pour les des une client " +
    'utente vuole chiede quando per gli delle cliente'
  ).split(/\s+/u),
);

/**
 * W4: without a language model a sentence is judged by its words: the choice that shares most of its words with what was said, and at least one.
 * Words count as the same when they begin alike.
 */
export function judgeByWords(choices: readonly Choice[], said: string): Choice | null {
  const spoken = stems(said);
  const scored = choices
    .map((choice) => {
      const wanted = stems(choice.condition);
      const shared = [...wanted].filter((stem) => spoken.has(stem)).length;
      return { choice, shared, share: wanted.size === 0 ? 0 : shared / wanted.size };
    })
    .filter(({ shared }) => shared > 0)
    .sort((a, b) => b.shared - a.shared || b.share - a.share);
  const [best, second] = scored;
  // A tie is no judgement.
  if (best === undefined || (second !== undefined && second.shared === best.shared && second.share === best.share)) return null;
  return best.choice;
}

function stems(text: string): Set<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return new Set(words.filter((word) => word.length > 2 && !empty.has(word)).map((word) => word.normalize('NFD').replace(/\p{M}/gu, '').slice(0, 5)));
}
