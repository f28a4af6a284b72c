import type { GuardedContent } from '../../contracts/agent-config';

/**
 * Words that tell a kind of content by themselves, in the languages of the console. They are for installations without a language model and
 * for the time until one has judged: short lists of strong words, which miss much and accuse little.
 */
export const contentRules: Readonly<Record<GuardedContent, RegExp>> = {
  sexual: wordsLike('porn\\w*', 'orgasm\\w*', 'blow ?jobs?', 'masturbat\\w*', 'erotic\\w*', 'nudes?', 'porno\\w*', 'eró\\p{L}*', 'sexo oral', 'sexo anal'),
  violence: wordsLike(
    '(?:kill|murder|stab|shoot|strangle|behead) (?:you|him|her|them|someone|people)',
    'beat (?:you|him|her|them) up',
    'build a bomb',
    '(?:te|lo|la|los) (?:voy a|vamos a) (?:matar|golpear)',
    'vou (?:te )?matar',
    'matar (?:a )?alguien',
    'matar alguém',
  ),
  harassment: wordsLike(
    "you(?:'re| are) (?:an? )?(?:idiot|stupid|moron|loser|worthless|pathetic)",
    'shut up',
    'eres (?:un |una )?(?:idiota|estúpid[oa]|imbécil|inútil)',
    'você é (?:um |uma )?(?:idiota|estúpid[oa]|imbecil|inútil)',
    'cállate',
    'cala a boca',
  ),
  selfHarm: wordsLike(
    'kill yourself',
    'hurt yourself',
    'harm yourself',
    'end your (?:own )?life',
    'commit suicide',
    'suicíd[ae]\\p{L}*',
    'quitarte la vida',
    'tirar a própria vida',
    'se mate',
    'mátate',
  ),
  profanity: wordsLike(
    'fuck\\w*',
    'shit\\w*',
    'bullshit',
    'asshole\\w*',
    'bitch\\w*',
    'bastard\\w*',
    'mierda',
    'joder',
    'puta\\w*',
    'cabrón',
    'merda',
    'porra',
    'caralho',
    'foda\\p{L}*',
  ),
  religionOrPolitics: wordsLike(
    '(?:republicans?|democrats?|conservatives?|liberals?) (?:are|were|want|should)',
    'vote for',
    '(?:christianity|islam|judaism|hinduism|buddhism|atheism) is',
    'there is no god',
    'god (?:exists|does not exist)',
    'vota(?:r|d)? (?:por|a)',
    'vote (?:no|na|em)',
    'dios (?:no )?existe',
    'deus (?:não )?existe',
  ),
  medicalAndLegalInformation: wordsLike(
    '(?:take|taking) \\d+ ?(?:mg|milligrams?|pills?|tablets?)',
    'you (?:probably )?(?:have|suffer from) (?:cancer|diabetes|depression|an infection|pneumonia)',
    'you should (?:sue|plead|stop taking)',
    'my (?:legal|medical) advice',
    'tom[ae] \\d+ ?(?:mg|miligram\\p{L}*|pastillas?|comprimidos?)',
    'deberías demandar',
    'você deve(?:ria)? processar',
  ),
};

/** Any of these as words of their own. */
function wordsLike(...patterns: readonly string[]): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${patterns.join('|').replaceAll('\\w', '[\\p{L}\\p{N}]')})(?![\\p{L}\\p{N}])`, 'iu');
}
