import { baseOf, guessLanguage } from './language-guess';

/** One turn that says it this clearly is enough; less needs the next turn to agree. */
const clearLead = 3;
const fewestClearWords = 4;
/** Recognisers name a language for a cough as well. */
const surestRecogniserWords = 5;

export interface HeardLanguage {
  readonly text: string;
  /** What speech-to-text said; null: nothing. */
  readonly recognised: string | null;
  readonly current: string;
  readonly candidates: readonly string[];
}

/** L2: when the participant has gone on in another language of the agent. A word or a name of another language is not enough. */
export class LanguageWatch {
  #suspected: string | null = null;

  /** The language to go on in; null: as it is. */
  heard({ text, recognised, current, candidates }: HeardLanguage): string | null {
    const found = this.#evidence(text, recognised, candidates);
    if (found === null) return null;
    if (baseOf(found.language) === baseOf(current)) {
      this.#suspected = null;
      return null;
    }
    const isCertain = found.isClear || this.#suspected === found.language;
    this.#suspected = isCertain ? null : found.language;
    return isCertain ? (candidates.find((candidate) => baseOf(candidate) === found.language) ?? null) : null;
  }

  #evidence(text: string, recognised: string | null, candidates: readonly string[]): { readonly language: string; readonly isClear: boolean } | null {
    const words = text.split(/\s+/u).filter((word) => word !== '').length;
    const guess = guessLanguage(text, candidates);
    const named = recognised === null ? null : baseOf(recognised);
    const isKnown = named !== null && candidates.some((candidate) => baseOf(candidate) === named);
    if (guess !== null && isKnown && guess.language !== named) return null;
    if (isKnown) return { language: named, isClear: (guess !== null && words >= fewestClearWords) || words >= surestRecogniserWords };
    if (guess === null) return null;
    return { language: guess.language, isClear: guess.lead >= clearLead && words >= fewestClearWords };
  }
}
