/** Words that leave the floor with the agent: listening noises, by language. */
export const backchannels: Readonly<Record<string, readonly string[]>> = {
  en: list(
    'mhm|mm|mmm|mm-hmm|mm hmm|hmm|uh-huh|uh huh|uh|um|yeah|yep|yup|yes|okay|ok|right|sure|alright|i see|got it|gotcha|aha|ah|oh|wow|cool|great|nice|good|exactly|of course|makes sense',
  ),
  es: list('mhm|mm|mmm|ajá|aja|sí|si|vale|claro|ya|eh|ah|oh|ok|okey|bueno|bien|entiendo|exacto|de acuerdo|ya veo|perfecto|muy bien|desde luego|por supuesto'),
  pt: list('mhm|mm|mmm|aham|uhum|hum|sim|certo|tá|ta|tá bom|está bem|ok|entendi|entendo|claro|ah|oh|é|pois|pois é|isso|exato|perfeito|beleza|legal'),
  fr: list("mhm|mm|mmm|oui|ouais|d'accord|ok|okay|ah|oh|hum|hein|je vois|bien|très bien|exactement|voilà|tout à fait|ah bon|entendu|parfait|bien sûr"),
  de: list('mhm|mm|mmm|hm|hmm|ja|jo|jaja|okay|ok|genau|aha|ah|oh|ach so|achso|gut|klar|stimmt|richtig|verstehe|alles klar|in ordnung|sehr gut|natürlich'),
  it: list("mhm|mm|mmm|sì|si|ok|okay|certo|ah|eh|oh|va bene|capito|già|esatto|giusto|perfetto|d'accord|d'accordo|ho capito|bene|molto bene|chiaro"),
};

/** Listening noises only: each word, or the whole phrase, is one the agent may talk over. */
export function isBackchannel(normalised: string, ignored: ReadonlySet<string>): boolean {
  if (normalised === '') return false;
  if (ignored.has(normalised)) return true;
  const tokens = normalised.split(' ');
  if (tokens.length > 4) return false;
  let at = 0;
  while (at < tokens.length) {
    const length = [3, 2, 1].find((count) => at + count <= tokens.length && isListening(tokens.slice(at, at + count).join(' '), ignored));
    if (length === undefined) return false;
    at += length;
  }
  return true;
}

/** Hums are written in many ways: "mmmh", "hmmm", "mhmm". */
function isListening(phrase: string, ignored: ReadonlySet<string>): boolean {
  return ignored.has(phrase) || (ignored.has('mm') && /^(?=.*m)[hm-]+$/u.test(phrase));
}

function list(phrases: string): readonly string[] {
  return phrases.split('|');
}
