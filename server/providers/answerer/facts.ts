import type { LanguagePack } from './languages/language-pack';
import { fold, sentencesOf } from './text';

/** One thing that can be said: a sentence of a paragraph, or a whole line of a list. */
export interface Fact {
  readonly text: string;
  readonly heading: string;
  /** Facts of one paragraph share it, in the order of the text; a line of a list is alone. */
  readonly paragraph: number;
  readonly isListItem: boolean;
}

export interface FactBase {
  readonly facts: readonly Fact[];
  /** Sentences that a learner is to repeat, where the prompt lists some. */
  readonly practice: readonly string[];
  /** Headings with facts under them, in order. */
  readonly topics: readonly string[];
}

export interface SourceText {
  readonly text: string;
  /** A prompt also tells the agent what to do; those sentences are left out. */
  readonly isPrompt: boolean;
  readonly title?: string;
}

export function readFacts(sources: readonly SourceText[], pack: LanguagePack): FactBase {
  const facts: Fact[] = [];
  const practice: string[] = [];
  let paragraph = 0;
  const add = (fact: Fact, source: SourceText) => {
    if (!source.isPrompt || !pack.instruction.test(fold(fact.text))) facts.push(fact);
  };
  for (const source of sources) {
    let heading = '';
    let running = '';
    const endParagraph = () => {
      if (running === '') return;
      paragraph++;
      for (const text of sentencesOf(running)) add({ text, heading, paragraph, isListItem: false }, source);
      running = '';
    };
    for (const line of source.text.split(/\r?\n/)) {
      const content = plain(line);
      const title = headingOf(line, content);
      const isListItem = /^\s*(?:[-*•–]|\d{1,3}[.)])\s+/.test(line);
      if (content === '' || title !== undefined || isListItem) endParagraph();
      if (title !== undefined) heading = title;
      if (content === '' || title !== undefined) continue;
      if (pack.practiceHeading.test(fold(heading))) {
        if (isListItem) practice.push(content);
        continue;
      }
      if (source.isPrompt && pack.instructionHeading.test(fold(heading))) continue;
      if (isListItem) {
        paragraph++;
        add({ text: content, heading, paragraph, isListItem }, source);
        continue;
      }
      running = running === '' ? content : `${running} ${content}`;
      // A long line without an end was wrapped by its writer and goes on; any other line is a statement of its own.
      if (/[.!?…]["'»”)]*$/.test(content) || content.length < 60) endParagraph();
    }
    endParagraph();
  }
  const topics = [...new Set(facts.map((fact) => fact.heading).filter((heading) => heading !== ''))];
  return { facts, practice, topics };
}

function headingOf(line: string, content: string): string | undefined {
  if (/^\s*#{1,6}\s/.test(line)) return content;
  if (/^\s*(?:\*\*|__)[^*_]+(?:\*\*|__):?\s*$/.test(line)) return content.replace(/:$/, '');
  if (/^[^-*•\d\s][^.!?]{0,48}:\s*$/.test(line)) return content.replace(/:$/, '');
  const tag = /^\s*<\/?([a-z_ -]{2,40})>\s*$/i.exec(line);
  return tag === null ? undefined : (tag[1] ?? '').replace(/_/g, ' ');
}

/** Text without the marks of lists, headings and emphasis. */
function plain(line: string): string {
  return line
    .replace(/^\s*(?:#{1,6}\s+|[-*•–]\s+|\d{1,3}[.)]\s+|>\s*)/, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/(\*\*|__|`|~~)/g, '')
    .replace(/(^|\s)[*_]([^*_]+)[*_](?=\s|[.,;:!?]|$)/g, '$1$2')
    .replace(/\s+/g, ' ')
    .trim();
}
