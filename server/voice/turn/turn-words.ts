/** What the words at the edge of a turn tell about its end, by language. Lower case, without punctuation. */
export interface TurnWords {
  /** A turn that ends in one of these goes on: articles, prepositions, conjunctions, auxiliaries, hesitations. */
  readonly dangling: ReadonlySet<string>;
  /** A turn that ends in one of these phrases still owes its object or its verb. */
  readonly owing: readonly string[];
  /** Words that open a clause which needs another one. */
  readonly subordinate: ReadonlySet<string>;
  /** Words that open a question. */
  readonly asking: ReadonlySet<string>;
  /** A turn that ends in one of these phrases is closed by them. */
  readonly closing: readonly string[];
  readonly yesNo: ReadonlySet<string>;
  readonly digits: ReadonlySet<string>;
  /** How "@" and "." of an address are said. */
  readonly at: ReadonlySet<string>;
  readonly dot: ReadonlySet<string>;
}

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));
const phrases = (list: string): readonly string[] => list.split('|');

const en: TurnWords = {
  dangling: words(
    "and or but so because if when that the a an my your our their his her to of for with at on in from by is are was were am be been i'd i'm i'll um uh er erm hmm like about than then which who whose its it's into until while as every some any this these those very really quite more most please-enter could would should can will may might must",
  ),
  owing: phrases(
    "i want|i need|i would like|i'd like|i want to|i have|i have a|i was wondering|can you|could you|would you|can i|may i|let me|tell me about|my name is|my number is|my email is|it is|you know|i mean|i think|the thing is|please enter|please press|looking for|going to|such as|followed by|the number|thank you for|do you|how many|how much|what kind|which one|a lot|one of|instead of|because of|in order|at least|well|okay so|actually",
  ),
  subordinate: words('if when because although while before after unless since whenever'),
  asking: words('what where when who why how which can could would do does did is are will may should'),
  closing: phrases(
    "please|thank you|thanks|bye|goodbye|that's all|that is all|that's it|right now|today|tomorrow|for me|of course|no problem|as well|too|instead|again|correct|exactly|nothing else",
  ),
  yesNo: words("yes yeah yep yup no nope nah sure okay ok right correct exactly absolutely definitely maybe please don't not never"),
  digits: words('zero oh o one two three four five six seven eight nine ten double triple hundred twenty thirty forty fifty sixty seventy eighty ninety'),
  at: words('at'),
  dot: words('dot point'),
};

const es: TurnWords = {
  dangling: words(
    'y e o u pero porque si cuando que el la los las un una unos unas mi mis tu tus su sus a al de del para con por en sin sobre desde hasta es son está están fue era soy eh este pues como muy más menos cada algún alguna ese esa esos esas aquel quiero necesito quisiera puede puedo debe voy va tengo tiene hay lo le les se me te nos',
  ),
  owing: phrases(
    'me gustaría|quiero que|tengo que|mi nombre es|me llamo|mi número es|mi correo es|o sea|es decir|lo que|por favor ingrese|para que|a ver|bueno|seguido de|seguida de|la verdad es|cuántos|cuántas',
  ),
  subordinate: words('si cuando porque aunque mientras antes después donde'),
  asking: words('qué cuál cuáles dónde cuándo quién cómo cuánto cuánta por-qué puede podría hay tiene tienen'),
  closing: phrases('por favor|gracias|muchas gracias|adiós|eso es todo|nada más|ahora|hoy|mañana|también|de acuerdo|correcto|exacto|otra vez|de nuevo'),
  yesNo: words('sí si no claro vale bueno correcto exacto exactamente cierto perfecto quizás nunca'),
  digits: words(
    'cero uno una dos tres cuatro cinco seis siete ocho nueve diez doble triple cien veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa',
  ),
  at: words('arroba'),
  dot: words('punto'),
};

const pt: TurnWords = {
  dangling: words(
    'e ou mas porque se quando que o a os as um uma uns umas meu minha meus minhas seu sua seus suas de do da dos das para com por pelo pela em no na nos nas sem sobre desde até é são está estão foi era sou eh hum ah tipo como muito mais menos cada algum alguma esse essa este esta quero preciso gostaria pode posso deve vou vai tenho tem ao à me te lhe',
  ),
  owing: phrases(
    'eu queria|eu quero|eu preciso|gostaria de|tenho que|meu nome é|eu me chamo|meu número é|meu email é|quer dizer|ou seja|o que|para que|então|bom|bem|seguido de|na verdade|quantos|quantas',
  ),
  subordinate: words('se quando porque embora enquanto antes depois onde caso'),
  asking: words('qual quais onde quando quem como quanto quanta quantos pode poderia tem há vocês'),
  closing: phrases('por favor|obrigado|obrigada|muito obrigado|tchau|é isso|só isso|mais nada|agora|hoje|amanhã|também|está bem|tá bom|certo|exato|de novo'),
  yesNo: words('sim não nao claro certo isso exato exatamente correto tá ok perfeito talvez nunca'),
  digits: words('zero um uma dois duas três quatro cinco seis meia sete oito nove dez cem vinte trinta quarenta cinquenta sessenta setenta oitenta noventa'),
  at: words('arroba'),
  dot: words('ponto'),
};

const fr: TurnWords = {
  dangling: words(
    "et ou mais parce que qu'on qu'il si quand le la les l un une des mon ma mes ton ta tes son sa ses notre nos votre vos à au aux de du d pour avec sans en dans sur par chez vers est sont était suis euh bah comme très plus moins chaque quelque ce cet cette ces je tu il elle on nous vous ils qui dont où ne me te se veux voudrais peux peut dois doit vais va ai as a avez avons",
  ),
  owing: phrases(
    "je voudrais|j'aimerais|il faut|je m'appelle|mon nom est|mon numéro est|mon adresse est|c'est|c'est-à-dire|est-ce que|ce que|pour que|alors|ben|suivi du|suivi de|veuillez|veuillez appuyer|combien de|en fait|donc",
  ),
  subordinate: words('si quand parce puisque quoique pendant avant après lorsque'),
  asking: words('quel quelle quels quelles où quand qui pourquoi comment combien est-ce puis-je pouvez pourriez'),
  closing: phrases(
    "s'il vous plaît|s'il te plaît|merci|au revoir|c'est tout|rien d'autre|maintenant|aujourd'hui|demain|aussi|d'accord|exactement|à nouveau|de nouveau",
  ),
  yesNo: words("oui ouais non si d'accord exactement voilà ok bien parfait jamais"),
  digits: words('zéro un une deux trois quatre cinq six sept huit neuf dix double cent vingt trente quarante cinquante soixante'),
  at: words('arobase arobas'),
  dot: words('point'),
};

const de: TurnWords = {
  dangling: words(
    'und oder aber weil wenn dass ob als der die das den dem des ein eine einen einem einer mein meine meinen meiner dein deine sein seine ihr ihre unser zu zum zur von vom für mit ohne an am auf aus bei in im ins nach über um ist sind war waren bin hab habe hat wird werde kann könnte möchte will muss soll äh ähm öh also sehr mehr jede jeder dieser diese dieses nicht-nur ich er sie es wir',
  ),
  owing: phrases(
    'ich möchte|ich hätte gern|ich brauche|ich heiße|mein name ist|meine nummer ist|meine adresse ist|ich wollte|können sie|könnten sie|das heißt|ich meine|und zwar|gefolgt von|wie viele|na ja|zum beispiel',
  ),
  subordinate: words('wenn weil obwohl während bevor nachdem falls da sobald'),
  asking: words('was wo wann wer warum wie welche welcher welches kann können könnten haben ist gibt'),
  closing: phrases('bitte|danke|vielen dank|tschüss|auf wiederhören|das ist alles|das war alles|jetzt|heute|morgen|auch|genau|richtig|noch einmal'),
  yesNo: words('ja jo nein nee genau richtig okay ok gut klar stimmt vielleicht nie'),
  digits: words(
    'null eins ein zwei zwo drei vier fünf sechs sieben acht neun zehn doppel hundert zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig',
  ),
  at: words('at ät klammeraffe'),
  dot: words('punkt'),
};

const it: TurnWords = {
  dangling: words(
    'e ed o ma perché se quando che il lo la i gli le l un uno una mio mia miei mie tuo tua suo sua nostro vostro a al alla ai alle di del della dei delle da dal dalla per con senza in nel nella su sul sulla è sono era ero eh ehm come molto più meno ogni qualche questo questa quel quella voglio vorrei posso può devo deve vado va ho ha mi ti si ci',
  ),
  owing: phrases(
    'ho bisogno|avrei bisogno|mi chiamo|il mio nome è|il mio numero è|la mia email è|cioè|vuol dire|quello che|affinché|allora|dunque|seguito da|seguito dal|si prega|si prega di|quanti|quante|in realtà',
  ),
  subordinate: words('se quando perché sebbene mentre prima dopo dove qualora'),
  asking: words('quale quali dove quando chi perché come quanto quanta può potrebbe avete'),
  closing: phrases('per favore|grazie|grazie mille|arrivederci|è tutto|basta così|nient’altro|adesso|ora|oggi|domani|anche|va bene|esatto|di nuovo'),
  yesNo: words('sì si no certo esatto giusto ok va-bene perfetto forse mai'),
  digits: words('zero uno una due tre quattro cinque sei sette otto nove dieci doppio cento venti trenta quaranta cinquanta sessanta settanta ottanta novanta'),
  at: words('chiocciola'),
  dot: words('punto'),
};

const languages: Readonly<Record<string, TurnWords>> = { en, es, pt, fr, de, it };

/** The words of a language; English where there are none of it. */
export function turnWords(language: string): TurnWords {
  return languages[language.slice(0, 2).toLowerCase()] ?? en;
}
