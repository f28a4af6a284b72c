import { type LanguagePack, listed } from './language-pack';

export const english: LanguagePack = {
  code: 'en',
  stopwords: new Set(
    `a an and are as at be been but by can could did do does for from get go going had has have he her hi hello hey him his how i id if ill im in into is it its ive just know let like
    lets many may me mine more much my need of off ok okay on one or our out please really say she should so some tell than that thats the their them then there theres they thing things
    this those to too up us use very was we well were what whats when where which while who why will with would yes you your youre yours uh um erm er ah oh about also any anything
    maybe actually right now today tomorrow tonight sorry excuse help find want wanted bring come make take give show see look think wonder wondering question ask asking guys got
    still work working works not no dont doesnt isnt cant think thought kind sort something someone somebody please here hear again back time first`.split(
      /\s+/,
    ),
  ),
  stem(word) {
    let stem = word;
    if (stem.length > 4 && stem.endsWith('ies')) stem = `${stem.slice(0, -3)}y`;
    else if (stem.length > 4 && /(?:ch|sh|x|ss|z)es$/.test(stem)) stem = stem.slice(0, -2);
    else if (stem.length > 3 && stem.endsWith('s') && !/(?:ss|us|is)$/.test(stem)) stem = stem.slice(0, -1);
    if (stem.length > 5 && stem.endsWith('ing')) stem = stem.slice(0, -3);
    else if (stem.length > 4 && stem.endsWith('ed')) stem = stem.slice(0, -2);
    else if (stem.length > 4 && stem.endsWith('ly')) stem = stem.slice(0, -2);
    if (stem.length > 4 && /([bdgklmnprt])\1$/.test(stem)) stem = stem.slice(0, -1);
    if (stem.length > 4 && stem.endsWith('e')) stem = stem.slice(0, -1);
    return stem;
  },
  concepts: {
    hours: ['open', 'opens', 'opening', 'hours', 'hour', 'close', 'closes', 'closed', 'closing', 'shut', 'what time', 'when'],
    place: ['where', 'address', 'location', 'located', 'street', 'directions', 'find you', 'get there', 'get to you', 'nearest'],
    price: ['price', 'prices', 'cost', 'costs', 'how much', 'charge', 'expensive', 'cheap', 'fee', 'euro', 'euros', 'dollar', 'dollars', 'cents', 'pay for'],
    parking: ['park', 'parking', 'car', 'garage'],
    pets: ['dog', 'dogs', 'doggy', 'puppy', 'pet', 'pets', 'animal', 'animals', 'cat'],
    payment: ['pay', 'payment', 'payments', 'card', 'cards', 'cash', 'visa', 'mastercard', 'credit', 'contactless'],
    children: ['child', 'children', 'kid', 'kids', 'baby', 'toddler', 'son', 'daughter'],
    access: ['wheelchair', 'accessible', 'disabled', 'step', 'steps', 'stairs', 'ramp'],
    vegan: ['vegan', 'vegetarian', 'veggie', 'meat'],
    gluten: ['gluten', 'coeliac', 'celiac', 'wheat'],
    dairyfree: ['oat', 'soy', 'almond milk', 'lactose', 'dairy', 'plant milk'],
    wifi: ['wifi', 'wireless', 'why fi', 'hotspot'],
    internet: ['internet', 'online', 'connection', 'connect'],
    bus: ['bus', 'buses', 'tram', 'public transport', 'stop'],
    group: ['group', 'groups', 'party', 'large table', 'big table'],
    seats: ['seat', 'seats', 'seating', 'capacity'],
    toilet: ['toilet', 'restroom', 'bathroom', 'washroom', 'loo'],
    menu: ['menu', 'serve', 'food', 'drinks', 'eat', 'drink', 'dishes'],
    terrace: ['terrace', 'outside', 'outdoor', 'outdoors', 'garden', 'patio'],
    phone: ['phone', 'telephone', 'call', 'phone number'],
    light: ['light', 'lights', 'led', 'leds', 'lamp', 'indicator'],
    blink: ['blink', 'blinking', 'blinks', 'flash', 'flashing', 'flashes', 'pulsing'],
    solid: ['solid', 'steady', 'constant', 'constantly', 'permanent', 'permanently'],
    orange: ['orange', 'amber'],
    restart: ['restart', 'restarting', 'reboot', 'rebooting', 'turn it off', 'power cycle', 'switch it off'],
    reset: ['reset', 'factory', 'factory settings', 'wipe', 'erase'],
    update: ['update', 'updates', 'updating', 'firmware', 'upgrade'],
    warranty: ['warranty', 'guarantee', 'guaranteed', 'warrantee'],
    refund: ['return', 'returned', 'refund', 'money back', 'send it back'],
    broken: ['broken', 'fault', 'faulty', 'defect', 'defective', 'replace', 'replaced', 'replacement'],
    slow: ['slow', 'speed', 'fast', 'faster', 'sluggish'],
    range: ['range', 'cover', 'covers', 'coverage', 'reach', 'signal', 'far'],
    password: ['password', 'passcode', 'pass word', 'passphrase'],
    guest: ['guest', 'guests', 'visitor', 'visitors'],
    setup: ['set up', 'setup', 'setting up', 'install', 'installing', 'get started'],
    parental: ['parental', 'bedtime', 'pause', 'limit', 'restrict', 'block'],
    duration: ['how long', 'lasts', 'last', 'takes', 'minutes'],
    serial: ['serial', 'serial number'],
    devices: ['device', 'devices'],
    power: ['power', 'adapter', 'charger', 'volt', 'volts', 'watt', 'watts', 'electricity'],
  },
  wishes: {
    greeting: /^(?:hi|hello|hey|good (?:morning|afternoon|evening|day)|greetings)(?: there| luna| max| again| everyone)?\b/,
    thanks: /\b(?:thanks|thank you|thank u|cheers|much appreciated|great|perfect|awesome|lovely|wonderful|brilliant)\b/,
    'how-are-you': /\bhow (?:are|re) (?:you|things)(?: doing| today)?\b|\bhows it going\b|\bhow do you do\b/,
    'who-are-you': /\bwho (?:are you|is this|am i (?:talking|speaking) (?:to|with))\b|\bwhats your name\b|\bwhat is your name\b|\bwhat are you\b/,
    'are-you-human':
      /\bare you (?:a |an )?(?:real |actual )?(?:human|person|robot|bot|machine|computer|ai|real)\b|\b(?:speak|talk) (?:to|with) (?:a |an )?(?:human|real person|person|agent|someone|somebody)\b/,
    help: /\bwhat (?:can|do) you (?:do|know)\b|\bhow can you help\b|\bwhat can i ask\b|\bwhat (?:services|topics)\b/,
    repeat:
      /\b(?:repeat|say (?:that|it) again|come again|one more time|once more|pardon|what did you (?:just )?say|(?:i )?(?:didnt|did not) (?:catch|hear|get|understand) (?:that|you|it)|can you (?:say|repeat) that|again please)\b|^(?:what|sorry|sorry what|huh|excuse me|again)$/,
    slower: /\b(?:slower|slow down|slowly|too fast|more slowly|not so fast)\b/,
    goodbye:
      /\b(?:bye|goodbye|good bye|see you|good night|have a (?:nice|good|great) (?:day|one|evening|weekend)|thats (?:all|it|everything)|that is (?:all|it)|nothing else|hang up|end the call|im done|i am done|talk to you later)\b/,
    yes: /^(?:yes|yeah|yep|yup|sure|of course|please do|yes please|ok|okay|right|correct|thats right|that is right|exactly|go ahead|go on|absolutely|definitely|i would|i do|why not|sounds good|please)\b/,
    no: /^(?:no|nope|nah|not really|no thanks|no thank you|not now|thats wrong|that is wrong|wrong|incorrect|i dont|not quite)\b/,
    wait: /^(?:wait|hold on|one moment|one second|just a (?:moment|second|minute)|give me a (?:moment|second|minute)|hang on)\b/,
    'leave-message': /\b(?:leave|take|pass on|give them) (?:a |an |my )?message\b|\bcall me back\b|\bcallback\b|\bcall back\b/,
    book: /\b(?:book|booking|reserve|reserving|reservation|appointment)\b|\btable for\b/,
    next: /\b(?:next|another|continue|go on|more|start|begin)\b/,
    cancel: /\b(?:never mind|nevermind|forget it|cancel that|no message|dont bother|stop)\b/,
  },
  question:
    /^(?:and |so |ok |okay |well |um |uh )*(?:what|whats|when|where|wheres|who|why|how|hows|which|is|are|do|does|did|can|could|will|would|should|may|have|has|any|whose|tell me)\b/,
  asksHow: /\bhow (?:do|can|to|should|would|could)\b/,
  leansBack: /^(?:it|they|this|these|that|those|he|she|then|afterwards|after that|you can change both|both)\b/,
  followUp: /^(?:and|what about|how about|or|also)\b/,
  joiner: /\?|\band also\b|\balso\b|\band\b|\bplus\b/,
  instruction:
    /^(?:you (?:are|re|speak|talk|can|cannot|cant|must|should|may|will|have|help|work|never|always|do)|youre|your (?:goal|task|job|role|name|tone|purpose|answers)|never|always|do not|dont|keep|answer|use|ask|be|avoid|speak|talk|respond|reply|greet|make sure|ensure|if (?:you|the user|the caller|the customer|the guide|someone|they|asked|unsure)|when (?:the user|the caller|a user|a caller|asked|you)|for (?:a|any) .{0,40}take a message|offer|take a message|remember|stay|limit|only|refer|speak|start by|begin by|end the|confirm|collect|summari[sz]e|try to|act as|pretend|say|help|the (?:user|caller) (?:is|may|will)|system)\b/,
  instructionHeading:
    /\b(?:personality|goal|goals|style|tone|guardrails?|rules?|instructions?|role|tools?|environment|behaviou?r|guidelines?|character|persona|task|objective|conversation flow)\b/,
  practiceHeading: /\b(?:practi[sc]e (?:phrases|sentences)|phrases to (?:practi[sc]e|repeat)|sentences to (?:practi[sc]e|repeat)|exercises?)\b/,
  days: [
    ['monday', 'mondays', 'mon'],
    ['tuesday', 'tuesdays', 'tue', 'tues'],
    ['wednesday', 'wednesdays', 'wed'],
    ['thursday', 'thursdays', 'thu', 'thur', 'thurs'],
    ['friday', 'fridays', 'fri'],
    ['saturday', 'saturdays', 'sat'],
    ['sunday', 'sundays', 'sun'],
  ],
  dayNames: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
  daySpan: 'to|through|thru|until|till',
  everyDay: /\b(?:every day|everyday|daily|seven days a week|all week)\b/,
  weekdays: /\b(?:weekdays?|working days?|during the week)\b/,
  weekend: /\bweekends?\b/,
  closed: /\b(?:closed|shut)\b/,
  asksOpening: /\b(?:when|what time|how early|at what time)\b.*\b(?:open|opening|start)\b/,
  asksClosing:
    /\b(?:when|what time|how late|how long|until when|till when|at what time|until what time)\b.*\b(?:close|closes|closing|shut|open until|open till|open)\b|\bhow late\b/,
  and: 'and',
  dayRange: (first, last) => `${first} to ${last}`,
  time(hour, minute) {
    if (minute === 0 && hour === 12) return 'noon';
    if (minute === 0 && (hour === 0 || hour === 24)) return 'midnight';
    const part = hour < 12 ? 'in the morning' : hour < 18 ? 'in the afternoon' : 'in the evening';
    const minutes = minute === 0 ? '' : minute < 10 ? ` oh ${number(minute)}` : ` ${number(minute)}`;
    return `${number(hour % 12 === 0 ? 12 : hour % 12)}${minutes} ${part}`;
  },
  money(amount, currency) {
    const [whole = '0', cents = '00'] = amount.split('.');
    const units = Number(whole);
    const rest = Number(cents.padEnd(2, '0').slice(0, 2));
    const unit = currency === '€' ? 'euro' : currency === '£' ? 'pound' : 'dollar';
    const wholes = `${units < 100 ? number(units) : whole} ${unit}${units === 1 ? '' : 's'}`;
    if (rest === 0) return wholes;
    const small = currency === '£' ? 'pence' : 'cents';
    return units === 0 ? `${number(rest)} ${small}` : `${wholes} and ${number(rest)} ${small}`;
  },
  percent: 'percent',
  identity: [
    /\byou are (?:called )?(?<name>\p{Lu}[\p{L}'-]+(?: \p{Lu}[\p{L}'-]+)?)(?:,? (?<role>(?:a|an|the|our) [^.\n]+))?/iu,
    /\byour name is (?<name>\p{Lu}[\p{L}'-]+)/iu,
    /\byou are (?<role>(?:a|an|the|our) [^.\n]+)/iu,
  ],
  say: {
    greeting: (name) => (name === undefined ? 'Hello! How can I help you?' : `Hello, this is ${name}. How can I help you?`),
    howAreYou: 'I am doing well, thank you for asking. How can I help you?',
    thanks: 'You are welcome.',
    whoAreYou: (name, role) =>
      `${name === undefined ? 'I am' : `I am ${name}${role === undefined ? ', ' : ', '}`}${role ?? (name === undefined ? ' an automated assistant' : 'an automated assistant')}.`,
    notHuman: 'I am an automated assistant, not a person, but I can take a message for one.',
    help: (topics) => `${topics.length === 0 ? 'I can answer questions' : `I can tell you about ${listed(topics, 'and')}`}, and I can take a message.`,
    nothingToRepeat: 'I have not said anything yet. What would you like to know?',
    slower: 'Of course.',
    farewell: 'Thank you for calling. Goodbye!',
    wait: 'Of course, take your time.',
    goAhead: 'Good. What would you like to know?',
    pardon: 'Sorry, I did not understand that. Could you say it in other words?',
    unknown: 'I am afraid I do not know that, but I can take a message.',
    unknownAgain: 'I have no answer to that either.',
    offerMessage: 'Would you like me to take a message?',
    anythingElse: 'Is there anything else I can help you with?',
    goOn: 'Shall I go on?',
    askMessage: 'What would you like me to pass on?',
    askBooking: 'Which day and time would you like, and for how many people?',
    askContact: 'And which name and phone number may I add?',
    isThatRight: 'Is that right?',
    confirm: (message, contact) => `Your message is: ${message} To reach you: ${contact}`,
    cannotBook: 'I cannot book it myself, but I can take a message for the team.',
    willTakeMessage: 'Gladly.',
    messageTaken: 'Thank you. Your message is noted for the team.',
    messageAgain: 'Sorry about that, let us do it again.',
    allRight: 'All right.',
    nothingMore: 'That was all I have on it.',
    costs: (thing, price) => `${thing} costs ${price}`,
    means: (sign, meaning) => `${sign} means ${meaning}`,
    isA: (thing, value) => `${thing}: ${value}`,
    weHave: (items, isAll) => `There is ${isAll ? listed(items, 'and') : `${items.join(', ')} and more`}.`,
    openOn: (days, hours) => `Yes, on ${days} we are open ${hours}.`,
    openAt: (days, hours) => `Yes, we are open then. On ${days} our hours are ${hours}.`,
    notOpenAt: (days, hours) => `No, not at that time. On ${days} we are open ${hours}.`,
    closedOn: (days) => `No, on ${days} we are closed.`,
    opensAt: (days, time) => `On ${days} we open at ${time}.`,
    closesAt: (days, time) => `On ${days} we close at ${time}.`,
    week: (parts, closed) => `We are open ${listed(parts, 'and')}.${closed === undefined ? '' : ` On ${closed} we are closed.`}`,
    range: (from, to) => `from ${from} to ${to}`,
    practise: (sentence) => `Please repeat after me: «${sentence}»`,
    wellDone: (next) => `Very good! Here is the next one: «${next}»`,
    almost: (word, sentence) => `Almost! Mind the word «${word}». Once more: «${sentence}»`,
    onceMore: (sentence) => `Let us try it again, slowly: «${sentence}»`,
    practiceDone: 'Very good! That was the last one. You did really well today.',
  },
};

const small = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
  'thirteen',
  'fourteen',
  'fifteen',
  'sixteen',
  'seventeen',
  'eighteen',
  'nineteen',
];
const tens = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];

/** 0 to 99 in words. */
function number(value: number): string {
  const word = small[value];
  if (word !== undefined) return word;
  const rest = value % 10;
  return `${tens[Math.floor(value / 10)] ?? value}${rest === 0 ? '' : `-${small[rest] ?? ''}`}`;
}
