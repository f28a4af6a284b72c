const removed = '[removed]';

/** What looks like a secret, in the form in which vendors repeat them in their messages. */
const secrets: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/\b(bearer|basic)\s+[\w.~+/=-]{6,}/gi, `$1 ${removed}`],
  [
    /((?:api[-_ ]?key|access[-_ ]?token|token|secret|password|authorization|signature|key)["']?\s*(?:[:=]|\bis\b)\s*["']?)(?!\[removed\])[^\s"',;&)}]{4,}/gi,
    `$1${removed}`,
  ],
  [/(\/\/)[^/\s@]+@/g, `$1${removed}@`],
  // Keys that say what they are: sk-…, gsk_…, xi-…, AIza….
  [/\b(?:sk|pk|rk|gsk|xi|dg|hf|key|tok|AIza)[-_]?[\w*-]*[\d*][\w*-]{7,}/g, removed],
  // Anything else as long and as mixed without a break, as names of models and ids of requests are not.
  [/\b(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z\d]{24,}/g, removed],
];

/** Somebody else's message without keys, tokens and passwords. */
export function withoutSecrets(text: string): string {
  return secrets.reduce((rest, [pattern, instead]) => rest.replace(pattern, instead), text);
}
