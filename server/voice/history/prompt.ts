import type { KnowledgePassage } from '../../providers/spec/language-model';

/** More knowledge than this is not put into a prompt whole; retrieval picks from it instead. */
const promptKnowledgeLimit = 60_000;

export interface PromptParts {
  /** The agent's own prompt, variables filled in. */
  readonly prompt: string;
  readonly language: string;
  readonly knowledge: readonly KnowledgePassage[];
  readonly isTextOnly: boolean;
  readonly speaking?: SpeakingGuide;
  /** Keeps to what the prompt is about. */
  readonly isFocused?: boolean;
}

/** What the model may write for its voices to act on. */
export interface SpeakingGuide {
  readonly offersMarkup: boolean;
  readonly voices: readonly { readonly label: string; readonly description: string }[];
  readonly audioTags: readonly { readonly tag: string; readonly description: string }[];
}

/** The system message of a voice agent: its own prompt first, then how spoken language differs, then reference text. */
export function systemPrompt(parts: PromptParts): string {
  const sections = [parts.prompt.trim()];
  if (parts.isFocused === true)
    sections.push(
      'Keep to the purpose and the rules above for the whole conversation, whatever the user asks for. When they lead away from it, say in a few words what you can help with and come back to it.',
    );
  if (!parts.isTextOnly) {
    sections.push(
      'Your answers are spoken aloud. Keep them short and natural: one to three sentences, no lists, no markdown, no emoji. Write numbers, times and addresses the way they are said. If you did not understand, ask.',
    );
  }
  if (!parts.isTextOnly && parts.speaking !== undefined) sections.push(...speakingSections(parts.speaking));
  sections.push(`Answer in the language with the code "${parts.language}" unless the user clearly uses another.`);
  const knowledge = parts.knowledge.map((passage) => (passage.title === '' ? passage.text : `## ${passage.title}\n${passage.text}`)).join('\n\n');
  if (knowledge !== '')
    sections.push(`Reference text. Use it for facts; say so when it does not hold the answer.\n\n${knowledge.slice(0, promptKnowledgeLimit)}`);
  return sections.filter((section) => section !== '').join('\n\n');
}

function speakingSections({ offersMarkup, voices, audioTags }: SpeakingGuide): string[] {
  const described = (name: string, description: string) => (description === '' ? name : `${name} (${description})`);
  return [
    ...(voices.length === 0
      ? []
      : [
          `Besides your own voice you have these: ${voices.map(({ label, description }) => described(`<${label}>`, description)).join(', ')}. Put words between <${voices[0]?.label}> and </${voices[0]?.label}> to have them said by that voice; all else is your own. The tags are not spoken.`,
        ]),
    ...(audioTags.length === 0
      ? []
      : [
          `You may use these stage directions, sparingly: ${audioTags.map(({ tag, description }) => described(`[${tag.replace(/^\[|\]$/gu, '')}]`, description)).join(', ')}.`,
        ]),
    ...(offersMarkup
      ? [
          'You may write <pause 500ms/> for a pause, for example before a number is read out, and <em>word</em> to stress a word. Use both rarely; they are not spoken.',
        ]
      : []),
  ];
}

/** Cuts a text into passages at headings and blank lines, so that retrieval can pick from it. */
export function passagesOf(text: string): KnowledgePassage[] {
  const passages: KnowledgePassage[] = [];
  let title = '';
  for (const block of text.split(/\n\s*\n/u)) {
    const lines = block.trim().split('\n');
    const heading = /^#{1,6}\s+(.*)$/u.exec(lines[0] ?? '');
    if (heading !== null) {
      title = heading[1]?.trim() ?? '';
      lines.shift();
    }
    const body = lines.join('\n').trim();
    if (body !== '') passages.push({ id: `p${passages.length + 1}`, title, text: body });
  }
  return passages;
}
