import type { GenerateRequest, ModelMessage } from '../spec/language-model';
import { type FactIndex, factIndexFor, type Match, type Question } from './fact-index';
import type { LanguagePack, Wish } from './languages/language-pack';
import { packFor } from './languages/packs';
import { messageStep } from './message-taking';
import { answerOpeningHours } from './opening-hours';
import { practiceStep } from './practice';
import { labelOf, spoken, spokenFact } from './speakable';
import { capitalised, ended, fold, sentencesOf } from './text';
import type { Reply, Turn } from './turn';

/** How much of a question a fact must speak of to be taken for its answer. */
const enough = 0.42;
/** The same where the answer would break off something else, such as taking a message. */
const plenty = 0.62;
const mostSentences = 3;
const mostWords = 48;

/** What to say next, from the conversation so far alone: nothing is remembered between calls. */
export function reply(request: Pick<GenerateRequest, 'messages' | 'knowledge' | 'language'>): Reply {
  const pack = packFor(request.language);
  const prompt = request.messages.flatMap((message) => (message.role === 'system' ? [message.content] : [])).join('\n\n');
  const index = factIndexFor(
    [
      { text: prompt, isPrompt: true },
      ...(request.knowledge ?? [])
        .filter((passage) => !prompt.includes(passage.text))
        .map((passage) => ({ text: passage.text, isPrompt: false, title: passage.title })),
    ],
    pack,
  );
  const history = request.messages.filter((message) => message.role !== 'system');
  const lastUser = history.findLastIndex((message) => message.role === 'user');
  const answered = history.slice(lastUser + 1);
  if (answered.some((message) => message.role === 'tool')) return afterTool(answered, pack);
  const said = lastUser < 0 ? '' : (history[lastUser]?.content ?? '');
  const before = history.slice(0, Math.max(0, lastUser));
  const previous = before.findLast((message) => message.role === 'assistant')?.content ?? '';
  const folded = fold(said);
  if (folded === '') return { text: previous === '' ? pack.say.greeting(identityOf(prompt, pack).name) : pack.say.pardon };
  const turn: Turn = { pack, index, said, folded, wishes: wishesIn(folded, pack), previous, history: before };
  return answerTurn(turn, prompt);
}

function answerTurn(turn: Turn, prompt: string): Reply {
  const { pack, wishes, folded } = turn;
  const say = pack.say;
  if (wishes.has('repeat') && isShort(folded)) return { text: turn.previous === '' ? say.nothingToRepeat : turn.previous };
  if (wishes.has('slower') && isShort(folded)) return { text: turn.previous === '' ? say.slower : `${say.slower} ${inShortSentences(turn.previous)}` };

  const message = messageStep(turn, (question) => answerFromFacts(turn, question, plenty));
  if (message !== undefined) return message;
  if (isGoodbye(turn)) return { text: say.farewell, endsCall: { reason: 'The participant said goodbye.' } };

  const practice = practiceStep(turn, (question) => answerFromFacts(turn, question, plenty));
  if (practice !== undefined) return practice;
  if (turn.previous.includes(say.goOn) && (wishes.has('yes') || wishes.has('no')))
    return { text: wishes.has('yes') ? continued(turn) : `${say.allRight} ${say.anythingElse}` };

  const answer = answerFromFacts(turn, turn.said, enough);
  if (wishes.has('who-are-you')) {
    const { name, role } = identityOf(prompt, pack);
    return { text: say.whoAreYou(name, role) };
  }
  if (wishes.has('are-you-human')) return { text: `${say.notHuman} ${say.offerMessage}` };
  if (wishes.has('help') && (answer === undefined || isShort(folded))) return { text: say.help(topicsOf(turn.index)) };
  if (answer !== undefined) return { text: wishes.has('greeting') && turn.history.length === 0 ? `${say.greeting(undefined)} ${answer}` : answer };
  return smallTalk(turn) ?? { text: unknown(turn) };
}

function smallTalk(turn: Turn): Reply | undefined {
  const { wishes, pack } = turn;
  const say = pack.say;
  if (wishes.has('how-are-you')) return { text: say.howAreYou };
  const hasContent = turn.index.question(withoutPleasantries(turn)).stems.length > 0;
  if (wishes.has('wait') && !hasContent) return { text: say.wait };
  if (hasContent && !isShort(turn.folded)) return undefined;
  if (wishes.has('thanks') && !hasContent) return { text: `${say.thanks} ${say.anythingElse}` };
  if (wishes.has('greeting') && !hasContent) return { text: say.greeting(undefined) };
  if (wishes.has('yes') && !hasContent) return { text: say.goAhead };
  if (wishes.has('no') && !hasContent) return { text: `${say.allRight} ${say.anythingElse}` };
  return hasContent || pack.question.test(turn.folded) ? undefined : { text: say.pardon };
}

function unknown(turn: Turn): string {
  const say = turn.pack.say;
  return `${turn.previous.includes(say.offerMessage) ? say.unknownAgain : say.unknown} ${say.offerMessage}`;
}

/** The answer to one or several questions in one utterance; `undefined` where the facts do not speak of it. */
function answerFromFacts(turn: Turn, said: string, least: number): string | undefined {
  const parts = partsOf(said, turn.pack);
  if (parts.length > 1) {
    const answers = parts.map((part) => answerPart(turn, part, least));
    if (answers.every((answer) => answer !== undefined) && new Set(answers).size > 1) return answers.slice(0, mostSentences).join(' ');
  }
  const whole = answerPart(turn, said, least);
  if (whole !== undefined || parts.length < 2) return whole;
  return parts.map((part) => answerPart(turn, part, Math.max(least, plenty))).find((answer) => answer !== undefined);
}

function answerPart(turn: Turn, said: string, least: number): string | undefined {
  const { index, pack } = turn;
  const question = withContext(index.question(said), turn);
  const hours = answerOpeningHours(question, index, pack, wasAboutHours(turn));
  if (hours !== undefined) return hours;
  const matches = index.search(question);
  const best = matches[0];
  if (best === undefined || best.coverage < least) return undefined;
  return listOf(best, matches, question, turn) ?? sentencesFrom(best, matches, question, turn);
}

/** "And the carrot cake?" asks the same of something else: what was asked before is kept. */
function withContext(question: Question, turn: Turn): Question {
  if (question.concepts.length > 0 || question.stems.length === 0 || question.stems.length > 3 || !turn.pack.followUp.test(turn.folded)) return question;
  const earlier = turn.history.findLast((message) => message.role === 'user')?.content;
  if (earlier === undefined) return question;
  const asked = turn.index.question(earlier).concepts.filter((concept) => concept === 'price' || concept === 'place' || concept === 'duration');
  return asked.length === 0 ? question : { ...question, concepts: asked };
}

function wasAboutHours(turn: Turn): boolean {
  const earlier = turn.history.findLast((message) => message.role === 'user')?.content;
  return turn.pack.followUp.test(turn.folded) && earlier !== undefined && turn.index.question(earlier).concepts.includes('hours');
}

/** A question that only names a section with many entries is answered with their names. */
function listOf(best: Match, matches: readonly Match[], question: Question, turn: Turn): string | undefined {
  const { pack, index } = turn;
  const section = index.base.facts.filter((fact) => fact.heading === best.fact.heading && fact.isListItem);
  const labels = section.map(labelOf).filter((label) => label !== undefined);
  if (best.fact.heading === '' || labels.length < 4 || labels.length < section.length) return undefined;
  const named = matches.filter((match) => match.fact.heading === best.fact.heading && match.coverage > best.coverage - 0.05);
  const isAboutOne = question.stems.some((stem) => section.some((fact) => index.question(labelOf(fact) ?? '').stems.includes(stem)));
  if (isAboutOne || named.length < Math.min(4, labels.length)) return undefined;
  const shown = labels.slice(0, 6).map((label) => label.replace(/^\p{Lu}(?=\p{Ll})/u, (letter) => letter.toLowerCase()));
  return capitalised(pack.say.weHave(shown, labels.length <= 6));
}

/** The best fact, what follows it in its paragraph, and another that speaks of what the first leaves out. */
function sentencesFrom(best: Match, matches: readonly Match[], question: Question, turn: Turn): string {
  const { pack, index } = turn;
  const facts = index.base.facts;
  const chosen = [best];
  const second = matches[1];
  const missing = question.stems.filter((stem) => (index.knows(stem) || conceptOf(stem, turn) !== undefined) && !speaksOf(best, stem, turn));
  if (second !== undefined && missing.some((stem) => speaksOf(second, stem, turn)) && second.coverage > best.coverage * 0.6) chosen.push(second);
  const said = chosen.map((match) => spokenFact(match.fact, pack));
  if (chosen.length > 1) return said.join(' ');
  const before = facts[best.position - 1];
  if (before !== undefined && before.paragraph === best.fact.paragraph && needsBefore(best, matches, pack)) said.unshift(spokenFact(before, pack));
  let next = best.position + 1;
  const isSteps = !best.fact.isListItem;
  while (isSteps && facts[next]?.paragraph === best.fact.paragraph && said.length < mostSentences) {
    const following = spokenFact(facts[next] ?? best.fact, pack);
    if (wordCount([...said, following].join(' ')) > mostWords) break;
    said.push(following);
    next++;
  }
  const isMore = isSteps && facts[next]?.paragraph === best.fact.paragraph;
  return isMore ? `${said.join(' ')} ${pack.say.goOn}` : said.join(' ');
}

/** A sentence that points back, or whose neighbour speaks of the same, is said together with the one before it. */
function needsBefore(best: Match, matches: readonly Match[], pack: LanguagePack): boolean {
  const before = matches.find((match) => match.position === best.position - 1);
  return pack.leansBack.test(fold(best.fact.text)) || (before !== undefined && before.coverage > best.coverage * 0.7);
}

function speaksOf(match: Match, stem: string, turn: Turn): boolean {
  const concept = conceptOf(stem, turn);
  // A price is asked of a thing and is no thing of its own: any fact with a number would seem to speak of it.
  if (concept === 'price') return true;
  const said = turn.index.question(`${match.fact.text} ${match.fact.heading}`);
  return said.stems.includes(stem) || (concept !== undefined && said.concepts.includes(concept));
}

function conceptOf(stem: string, turn: Turn): string | undefined {
  return turn.index.question(stem).concepts[0];
}

/** The rest of the paragraph whose beginning was said last. */
function continued(turn: Turn): string {
  const { index, pack } = turn;
  const facts = index.base.facts;
  const last = facts.findLastIndex((fact) => turn.previous.includes(spokenFact(fact, pack)));
  const paragraph = facts[last]?.paragraph;
  const rest = facts.slice(last + 1).filter((fact) => last >= 0 && fact.paragraph === paragraph);
  if (rest.length === 0) return `${pack.say.nothingMore} ${pack.say.anythingElse}`;
  const said = rest.slice(0, mostSentences).map((fact) => spokenFact(fact, pack));
  return rest.length > mostSentences ? `${said.join(' ')} ${pack.say.goOn}` : said.join(' ');
}

function isGoodbye(turn: Turn): boolean {
  const { wishes, pack, previous, folded } = turn;
  if (wishes.has('no') && previous.includes(pack.say.anythingElse) && isShort(folded)) return true;
  if (!wishes.has('goodbye')) return false;
  const rest = turn.index.question(withoutPleasantries(turn));
  return rest.stems.filter((stem) => turn.index.knows(stem)).length === 0 || isShort(folded);
}

function withoutPleasantries(turn: Turn): string {
  const { greeting, thanks, goodbye, yes, no, wait } = turn.pack.wishes;
  let rest = turn.folded;
  for (const pattern of [greeting, thanks, goodbye, yes, no, wait]) if (pattern !== undefined) rest = rest.replace(pattern, ' ');
  return rest;
}

/** Questions joined in one utterance; a joiner between two words of one question ("fish and chips") is undone by whoever asks for all parts. */
function partsOf(said: string, pack: LanguagePack): readonly string[] {
  const asked = said.split('?').flatMap((sentence) => fold(sentence).split(pack.joiner));
  return asked.map((part) => part.trim()).filter((part) => part.split(' ').length > 1);
}

function wishesIn(folded: string, pack: LanguagePack): ReadonlySet<Wish> {
  const wishes = new Set<Wish>();
  for (const [wish, pattern] of Object.entries(pack.wishes) as [Wish, RegExp][]) if (pattern.test(folded)) wishes.add(wish);
  return wishes;
}

function topicsOf(index: FactIndex): readonly string[] {
  return index.base.topics
    .filter((topic) => topic.split(' ').length <= 4)
    .slice(0, 5)
    .map((topic) => topic.replace(/^\p{Lu}(?=\p{Ll})/u, (letter) => letter.toLowerCase()));
}

function identityOf(prompt: string, pack: LanguagePack): { readonly name?: string; readonly role?: string } {
  for (const pattern of pack.identity) {
    const groups = pattern.exec(prompt)?.groups;
    if (groups === undefined) continue;
    const role = groups.role?.split(/,(?! \p{Lu})/u)[0]?.trim();
    const name = groups.name !== undefined && /^\p{Lu}/u.test(groups.name) ? groups.name : undefined;
    if (name === undefined && role === undefined) continue;
    return { ...(name === undefined ? {} : { name }), ...(role === undefined ? {} : { role: spoken(role, pack) }) };
  }
  return {};
}

/** The same words with a pause at each comma and joint. */
function inShortSentences(text: string): string {
  return sentencesOf(text)
    .flatMap((sentence) => sentence.split(/,\s+|;\s+/))
    .map((part) => ended(capitalised(part)))
    .join(' ');
}

function afterTool(answered: readonly ModelMessage[], pack: LanguagePack): Reply {
  const isFarewell = answered.some((message) => message.role === 'assistant' && message.content.includes(pack.say.farewell));
  return { text: isFarewell ? '' : pack.say.farewell };
}

function isShort(folded: string): boolean {
  return folded.split(' ').length <= 8;
}

function wordCount(text: string): number {
  return text.split(/\s+/).length;
}
