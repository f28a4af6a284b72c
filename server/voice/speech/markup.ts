import { audioTagMark, soundMark, stressMark } from '../../providers/spec/speech-marks';

/** A stretch of what the agent says: `text` is what it amounts to in writing, `spoken` the same with marks for the voice. */
export interface SpokenText {
  readonly kind: 'text';
  readonly text: string;
  readonly spoken: string;
  /** Label of the voice that says it; null: the agent's own. */
  readonly voice: string | null;
}

export interface SpokenPause {
  readonly kind: 'pause';
  readonly ms: number;
}

export type SpokenPart = SpokenText | SpokenPause;

export interface MarkupOptions {
  /** Labels of the agent's further voices, as it writes them. */
  readonly voices: readonly string[];
  /** Stage directions in brackets that some voices act: "laughs". */
  readonly audioTags: readonly string[];
}

const longestTag = 160;
const usualPauseMs = 400;
const longestPauseMs = 3_000;

/**
 * Takes our small markup out of text as the model writes it, in pieces of any length: `<pause/>`, `<pause 800ms/>`, `<break time="0.8s"/>`,
 * `<em>words</em>`, `<phoneme ph="…">word</phoneme>` and `<Label>words</Label>` for a voice of the agent. Whatever else stands in angle brackets is text.
 */
export class MarkupReader {
  readonly #voices: ReadonlyMap<string, string>;
  readonly #audioTags: ReadonlySet<string>;
  #held = '';
  #voice: string | null = null;
  #isStressed = false;
  #sounds: { readonly alphabet: 'ipa' | 'cmu-arpabet'; readonly sounds: string } | null = null;
  /** A tag went where the text had a space on both sides. */
  #endedInSpace = true;
  #wasTag = false;

  constructor({ voices, audioTags }: MarkupOptions) {
    this.#voices = new Map(voices.map((label) => [label.toLowerCase(), label]));
    this.#audioTags = new Set(audioTags.map((tag) => bare(tag)));
  }

  read(delta: string): SpokenPart[] {
    this.#held += delta;
    return this.#parts(false);
  }

  /** What is left when the text is over. */
  end(): SpokenPart[] {
    return this.#parts(true);
  }

  #parts(isEnd: boolean): SpokenPart[] {
    const parts: SpokenPart[] = [];
    const say = (text: string) => {
      const fresh = this.#wasTag && this.#endedInSpace ? text.replace(/^[ \t]+/u, '') : text;
      if (fresh === '') return;
      this.#wasTag = false;
      this.#endedInSpace = /\s$/u.test(fresh);
      parts.push({ kind: 'text', text: fresh, spoken: this.#marked(fresh), voice: this.#voice });
    };
    for (;;) {
      const at = this.#held.search(this.#audioTags.size > 0 ? /[<[]/u : /</u);
      if (at < 0) {
        say(this.#held);
        this.#held = '';
        return parts;
      }
      if (at > 0) {
        say(this.#held.slice(0, at));
        this.#held = this.#held.slice(at);
      }
      const end = this.#held.indexOf(this.#held.startsWith('<') ? '>' : ']');
      if (end < 0 && !isEnd && this.#held.length < longestTag && this.#mayBeTag(this.#held)) return parts;
      const tag = end < 0 ? null : this.#tag(this.#held.slice(0, end + 1));
      if (tag === null) {
        say(this.#held.slice(0, 1));
        this.#held = this.#held.slice(1);
        continue;
      }
      this.#wasTag = true;
      parts.push(...tag);
      this.#held = this.#held.slice(end + 1);
    }
  }

  /** Text so far that no tag of ours begins with is let go at once: the voice must not wait for the end of "a < b". */
  #mayBeTag(text: string): boolean {
    if (text.startsWith('[')) return [...this.#audioTags].some((tag) => tag.startsWith(text.slice(1).toLowerCase()));
    const name = text.slice(1).replace(/^\//u, '').toLowerCase();
    return ['pause', 'break', 'em', 'emphasis', 'phoneme', ...this.#voices.keys()].some((known) => known.startsWith(name) || name.startsWith(known));
  }

  /** What a tag stands for; null: it is none of ours. */
  #tag(tag: string): SpokenPart[] | null {
    if (tag.startsWith('[')) {
      const name = bare(tag);
      return this.#audioTags.has(name) ? [{ kind: 'text', text: '', spoken: audioTagMark(name), voice: this.#voice }] : null;
    }
    const inner = tag.slice(1, -1).replace(/\/$/u, '').trim();
    const isEnd = inner.startsWith('/');
    const label = this.#voices.get(inner.replace(/^\//u, '').trim().toLowerCase());
    if (label !== undefined) {
      this.#voice = isEnd ? null : label;
      return [];
    }
    const name = /^\/?\s*([a-z]+)/iu.exec(inner)?.[1]?.toLowerCase();
    switch (name) {
      case 'pause':
      case 'break':
        return isEnd ? [] : [{ kind: 'pause', ms: pauseOf(inner) }];
      case 'em':
      case 'emphasis':
        this.#isStressed = !isEnd;
        return [];
      case 'phoneme': {
        const sounds = /\bph\s*=\s*["']([^"']*)["']/iu.exec(inner)?.[1];
        this.#sounds = isEnd || sounds === undefined ? null : { sounds, alphabet: /cmu|arpabet/iu.test(inner) ? 'cmu-arpabet' : 'ipa' };
        return [];
      }
      default:
        return null;
    }
  }

  #marked(text: string): string {
    const words = text.trim();
    if (words === '') return text;
    if (this.#sounds !== null) return text.replace(words, () => soundMark(words, this.#sounds?.alphabet ?? 'ipa', this.#sounds?.sounds ?? ''));
    return this.#isStressed ? text.replace(words, () => stressMark(words)) : text;
  }
}

function pauseOf(inner: string): number {
  const strength = /\bstrength\s*=\s*["']([a-z-]+)["']/iu.exec(inner)?.[1];
  if (strength !== undefined) return { none: 0, 'x-weak': 100, weak: 200, medium: 400, strong: 700, 'x-strong': 1_000 }[strength] ?? usualPauseMs;
  const [, amount, unit] = /(\d+(?:\.\d+)?)\s*(ms|s)?/iu.exec(inner) ?? [];
  if (amount === undefined) return usualPauseMs;
  const ms = Number(amount) * (unit?.toLowerCase() === 'ms' || (unit === undefined && Number(amount) > 20) ? 1 : 1_000);
  return Math.min(longestPauseMs, Math.max(0, Math.round(ms)));
}

const bare = (tag: string): string =>
  tag
    .replace(/^\[|\]$/gu, '')
    .trim()
    .toLowerCase();
