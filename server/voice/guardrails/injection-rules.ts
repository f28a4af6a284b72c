/** Ways of telling an agent to be another one, in the languages of the console. */
const attempts: readonly RegExp[] = [
  /\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:previous|prior|above|earlier|your|all|system)\b.{0,30}\b(?:instructions?|prompts?|rules?|guidelines?|programming)\b/iu,
  /\b(?:reveal|show|print|repeat|read|tell|give)\b.{0,30}\b(?:your|the)\b.{0,20}\b(?:system prompt|hidden prompt|initial prompt|instructions verbatim|secret instructions)\b/iu,
  /\byou are (?:now|no longer)\b.{0,40}\b(?:dan|jailbroken|unrestricted|developer mode|without (?:any )?(?:rules|restrictions|limits))\b/iu,
  /\b(?:enter|enable|activate|switch to)\b.{0,20}\b(?:developer|debug|god|dan|jailbreak) mode\b/iu,
  /\b(?:ignora|olvida|omite|descarta)\b.{0,40}\b(?:instrucciones|reglas|indicaciones)\b/iu,
  /\b(?:muestra|revela|repite|dime)\b.{0,30}\b(?:prompt|instrucciones) (?:del sistema|ocult[oa]s?|secretas?)/iu,
  /\b(?:ignore|esqueça|desconsidere|descarte)\b.{0,40}\b(?:instruções|regras|orientações)\b/iu,
  /\b(?:mostre|revele|repita|diga)\b.{0,30}\b(?:prompt|instruções) (?:do sistema|ocult[oa]s?|secretas?)/iu,
];

export function isInjection(text: string): boolean {
  return attempts.some((attempt) => attempt.test(text));
}
