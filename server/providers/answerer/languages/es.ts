import { type LanguagePack, listed } from './language-pack';

export const spanish: LanguagePack = {
  code: 'es',
  stopwords: new Set(
    `a al algo algun alguna ante antes aqui asi aun bien buena bueno cada como con cual cuales cuando cuanta cuanto cuantos de del desde donde dos e el ella ellas ellos en entre era es esa ese eso esta
    estan estas este esto estos estoy fue ha hace hacia han hasta hay he hola incluso ir la las le les lo los mas me mi mis muy nada ni no nos o os otra otro para pero poco por porque pues que quien
    quienes se sea ser si sin sobre solo son soy su sus tal tambien tan te ti tiene tienen tengo toda todo todos tu tus un una uno unos usted ustedes va vale vamos ver voy y ya yo favor gracias puede
    puedes puedo podria podrias quiero quisiera querria quieres gustaria saber sabe sabes decir dime diga digame ahora hoy manana disculpe perdon perdona ayuda necesito hacer eh pregunta`.split(
      /\s+/,
    ),
  ),
  stem(word) {
    let stem = word;
    if (stem.length > 6 && stem.endsWith('mente')) stem = stem.slice(0, -5);
    if (stem.length > 4 && stem.endsWith('ces')) stem = `${stem.slice(0, -3)}z`;
    else if (stem.length > 4 && stem.endsWith('es')) stem = stem.slice(0, -2);
    else if (stem.length > 3 && stem.endsWith('s')) stem = stem.slice(0, -1);
    if (stem.length > 6 && /(?:ando|iendo)$/.test(stem)) stem = stem.replace(/(?:ando|iendo)$/, '');
    else if (stem.length > 4 && /[aeiou]r$/.test(stem)) stem = stem.slice(0, -2);
    else if (stem.length > 4 && /[aeiou]n$/.test(stem) && !stem.endsWith('ion')) stem = stem.slice(0, -2);
    else if (stem.length > 3 && /[aeo]$/.test(stem)) stem = stem.slice(0, -1);
    return stem;
  },
  concepts: {
    hours: [
      'abren',
      'abre',
      'abierto',
      'abierta',
      'abiertos',
      'apertura',
      'horario',
      'horarios',
      'cierran',
      'cierra',
      'cerrado',
      'cierre',
      'a que hora',
      'que hora',
      'cuando',
    ],
    place: ['donde', 'direccion', 'ubicacion', 'calle', 'como llego', 'llegar', 'encuentra', 'esta en', 'queda'],
    price: ['precio', 'precios', 'cuesta', 'cuestan', 'cuanto', 'vale', 'valen', 'cobran', 'caro', 'barato', 'euro', 'euros', 'gratis', 'pagar por', 'tarifa'],
    parking: ['aparcar', 'aparcamiento', 'parking', 'estacionamiento', 'estacionar', 'coche'],
    pets: ['perro', 'perros', 'mascota', 'mascotas', 'animal', 'animales', 'gato'],
    payment: ['pagar', 'pago', 'pagos', 'tarjeta', 'tarjetas', 'efectivo', 'bizum'],
    children: ['nino', 'ninos', 'nina', 'bebe', 'hijo', 'hija', 'hijos'],
    access: ['silla de ruedas', 'accesible', 'escalon', 'escaleras', 'rampa', 'discapacidad'],
    vegan: ['vegano', 'vegana', 'vegetariano', 'vegetariana', 'carne'],
    gluten: ['gluten', 'celiaco', 'celiaca', 'trigo'],
    wifi: ['wifi', 'inalambrico', 'guifi'],
    internet: ['internet', 'conexion', 'linea'],
    bus: ['autobus', 'bus', 'autobuses', 'parada', 'metro', 'tranvia'],
    group: ['grupo', 'grupos'],
    toilet: ['bano', 'banos', 'aseo', 'aseos', 'servicio', 'servicios'],
    menu: ['menu', 'carta', 'comer', 'comida', 'beber', 'bebidas', 'platos'],
    terrace: ['terraza', 'fuera', 'exterior', 'jardin'],
    phone: ['telefono', 'numero', 'llamar'],
    light: ['luz', 'luces', 'led', 'piloto', 'indicador'],
    blink: ['parpadea', 'parpadeando', 'parpadeo', 'intermitente'],
    solid: ['fija', 'fijo', 'constante'],
    restart: ['reiniciar', 'reinicio', 'reinicia', 'apagar y encender', 'desenchufar'],
    reset: ['restablecer', 'resetear', 'reset', 'fabrica'],
    update: ['actualizar', 'actualizacion', 'actualizaciones'],
    warranty: ['garantia', 'garantias'],
    refund: ['devolver', 'devolucion', 'reembolso', 'devoluciones'],
    broken: ['roto', 'averia', 'averiado', 'fallo', 'estropeado', 'cambiar'],
    slow: ['lento', 'lenta', 'velocidad', 'rapido'],
    password: ['contrasena', 'clave'],
    meaning: ['significa', 'significado', 'quiere decir', 'que es', 'se dice'],
    duration: ['cuanto dura', 'dura', 'duran', 'duracion', 'minutos', 'tiempo'],
    lesson: ['clase', 'clases', 'leccion', 'lecciones', 'curso'],
  },
  wishes: {
    greeting: /^(?:hola|buenos dias|buenas tardes|buenas noches|buenas|que tal|hey)\b/,
    thanks: /\b(?:gracias|muchas gracias|te lo agradezco|muy amable|perfecto|genial|estupendo)\b/,
    'how-are-you': /\b(?:como estas|como esta usted|como esta|que tal estas|que tal|como te va|como va)\b/,
    'who-are-you': /\b(?:quien eres|quien es usted|como te llamas|como se llama usted|con quien hablo|cual es tu nombre|tu nombre)\b/,
    'are-you-human':
      /\beres (?:una |un )?(?:persona|humana|humano|robot|maquina|ordenador|real|ia)\b|\bhablar con (?:una |un )?(?:persona|humano|agente|alguien)\b/,
    help: /\b(?:que puedes hacer|que sabes hacer|en que (?:me )?puedes ayudar|que puedo preguntar|que sabes)\b/,
    repeat:
      /\b(?:repite|repita|repetir|repitelo|otra vez por favor|una vez mas|no te (?:he )?(?:oido|entendido|entiendo|oigo)|no (?:he|lo he) (?:oido|entendido)|no entiendo|no entendi|que has dicho|como dices|puedes repetir)\b|^(?:que|como|perdon|perdona|otra vez)$/,
    slower: /\b(?:mas despacio|despacio|mas lento|lentamente|muy rapido|demasiado rapido)\b/,
    goodbye:
      /\b(?:adios|hasta luego|hasta pronto|hasta manana|hasta la vista|chao|chau|nos vemos|eso es todo|nada mas|ya esta|buenas noches|quiero terminar|terminamos|he terminado|cuelga|colgar)\b/,
    yes: /^(?:si|claro|vale|por supuesto|de acuerdo|correcto|exacto|eso es|por favor|bueno|dale|venga|vamos|empecemos|empezamos|adelante|esta bien)\b/,
    no: /^(?:no|para nada|ahora no|no gracias|mejor no|incorrecto|tampoco)\b/,
    wait: /^(?:espera|espere|un momento|un segundo|un minuto|dame un momento)\b/,
    'leave-message': /\b(?:dejar|deja|tomar|toma|dejarle|pasar) (?:un |el )?(?:mensaje|recado)\b|\bque me llamen\b|\bllamenme\b/,
    book: /\b(?:reservar|reserva|reservacion|cita|mesa para)\b/,
    next: /\b(?:siguiente|otra frase|otra|continua|continuamos|sigue|seguimos|empezar|empieza|empezamos|empecemos|frase|practicar|practica|proxima|mas)\b/,
    cancel: /\b(?:dejalo|olvidalo|da igual|cancela|no importa|dejelo)\b/,
  },
  question:
    /^(?:y |pues |oye |a ver |bueno )*(?:que|cual|cuales|cuando|cuanto|cuanta|cuantos|cuantas|donde|quien|como|por que|a que|en que|hay|tienen|tienes|puedo|puede|puedes|se puede|es|son|esta|estan|abren|cierran|dime)\b/,
  asksHow: /\bcomo (?:puedo|se|hago|puede|podemos|debo|tengo que)\b/,
  leansBack: /^(?:ello|eso|esto|estos|estas|despues|luego|entonces|tambien)\b/,
  followUp: /^(?:y|o|que tal)\b/,
  joiner: /\?|\by tambien\b|\btambien\b|\by\b|\bademas\b/,
  instruction:
    /^(?:eres|tu (?:objetivo|tarea|trabajo|nombre|papel|tono)|hablas|puedes|no puedes|debes|nunca|siempre|no|habla|responde|contesta|usa|utiliza|pide|pregunta|da|di|manten|evita|si (?:el|la|un|una|no|te|alguien|preguntan)|cuando (?:el|la|un|te)|ofrece|toma nota|recuerda|se (?:amable|breve|claro|paciente)|ayuda|corrige|saluda|termina|confirma|limita|anima)\b/,
  instructionHeading: /\b(?:personalidad|objetivo|objetivos|estilo|tono|reglas|normas|instrucciones|papel|rol|herramientas|entorno|comportamiento|pautas)\b/,
  practiceHeading: /\b(?:frases? de practica|frases? para (?:practicar|repetir)|ejercicios?|oraciones de practica)\b/,
  days: [
    ['lunes', 'lun'],
    ['martes', 'mar'],
    ['miercoles', 'mie'],
    ['jueves', 'jue'],
    ['viernes', 'vie'],
    ['sabado', 'sabados', 'sab'],
    ['domingo', 'domingos', 'dom'],
  ],
  dayNames: ['lunes', 'martes', 'miércoles', 'jueves', 'viernes', 'sábado', 'domingo'],
  daySpan: 'a|al|hasta',
  everyDay: /\b(?:todos los dias|cada dia|a diario|diariamente|toda la semana)\b/,
  weekdays: /\b(?:dias laborables|dias habiles|entre semana)\b/,
  weekend: /\bfin(?:es)? de semana\b/,
  closed: /\b(?:cerrado|cerrada|cerrados|cerramos|cierra los|cierran los)\b/,
  asksOpening: /\b(?:cuando|a que hora|que hora)\b.*\b(?:abren|abre|abris|abrir|empieza)\b/,
  asksClosing: /\b(?:cuando|a que hora|hasta que hora|que hora|hasta cuando)\b.*\b(?:cierran|cierra|cerrais|cerrar|abiertos?|abren)\b|\bhasta que hora\b/,
  and: 'y',
  dayRange: (first, last) => `${first} a ${last}`,
  time(hour, minute) {
    if (minute === 0 && hour === 12) return 'las doce del mediodía';
    if (minute === 0 && (hour === 0 || hour === 24)) return 'la medianoche';
    const twelve = hour % 12 === 0 ? 12 : hour % 12;
    const name = twelve === 1 ? 'la una' : `las ${number(twelve)}`;
    const minutes = minute === 0 ? '' : minute === 30 ? ' y media' : minute === 15 ? ' y cuarto' : ` y ${number(minute)}`;
    return `${name}${minutes} ${hour < 12 ? 'de la mañana' : hour < 20 ? 'de la tarde' : 'de la noche'}`;
  },
  money(amount, currency) {
    const [whole = '0', cents = '00'] = amount.split('.');
    const units = Number(whole);
    const rest = Number(cents.padEnd(2, '0').slice(0, 2));
    const unit = currency === '€' ? 'euro' : currency === '£' ? 'libra' : 'dólar';
    const plural = unit === 'dólar' ? 'dólares' : `${unit}s`;
    const wholes = `${units === 1 ? (unit === 'libra' ? 'una' : 'un') : units < 100 ? number(units) : whole} ${units === 1 ? unit : plural}`;
    if (rest === 0) return wholes;
    return units === 0 ? `${number(rest)} céntimos` : `${wholes} con ${number(rest)}`;
  },
  percent: 'por ciento',
  identity: [
    /\beres (?<name>\p{Lu}[\p{L}'-]+)(?:,? (?<role>(?:una?|el|la|tu) [^.\n]+))?/iu,
    /\bte llamas (?<name>\p{Lu}[\p{L}'-]+)/iu,
    /\beres (?<role>(?:una?|el|la) [^.\n]+)/iu,
  ],
  say: {
    greeting: (name) => (name === undefined ? '¡Hola! ¿En qué puedo ayudarte?' : `¡Hola! Soy ${name}. ¿En qué puedo ayudarte?`),
    howAreYou: 'Muy bien, gracias por preguntar. ¿Y tú?',
    thanks: 'De nada.',
    whoAreYou: (name, role) => `Soy ${[name, role].filter((part) => part !== undefined).join(', ') || 'un asistente automático'}.`,
    notHuman: 'Soy un asistente automático, no una persona, pero puedo tomar un mensaje para alguien.',
    help: (topics) => `${topics.length === 0 ? 'Puedo responder preguntas' : `Puedo hablarte de ${listed(topics, 'y')}`}, y también puedo tomar un mensaje.`,
    nothingToRepeat: 'Todavía no he dicho nada. ¿Qué quieres saber?',
    slower: 'Claro, más despacio.',
    farewell: 'Gracias por llamar. ¡Hasta pronto!',
    wait: 'Claro, tómate tu tiempo.',
    goAhead: 'Muy bien. ¿Qué quieres saber?',
    pardon: 'Perdona, no te he entendido. ¿Puedes decirlo con otras palabras?',
    unknown: 'Eso no lo sé, pero puedo tomar un mensaje.',
    unknownAgain: 'Tampoco tengo respuesta para eso.',
    offerMessage: '¿Quieres que tome un mensaje?',
    anythingElse: '¿Puedo ayudarte en algo más?',
    goOn: '¿Sigo?',
    askMessage: '¿Qué mensaje quieres dejar?',
    askBooking: '¿Qué día y a qué hora, y para cuántas personas?',
    askContact: '¿Y qué nombre y qué teléfono apunto?',
    isThatRight: '¿Es correcto?',
    confirm: (message, contact) => `Tu mensaje es: ${message} Para contactarte: ${contact}`,
    cannotBook: 'No puedo hacer la reserva yo misma, pero puedo tomar un mensaje para el equipo.',
    willTakeMessage: 'Con mucho gusto.',
    messageTaken: 'Gracias. Tu mensaje queda apuntado para el equipo.',
    messageAgain: 'Perdona, lo hacemos otra vez.',
    allRight: 'De acuerdo.',
    nothingMore: 'Eso es todo lo que sé sobre ese tema.',
    costs: (thing, price) => `${thing} cuesta ${price}`,
    means: (sign, meaning) => `${sign} significa que ${meaning}`,
    isA: (thing, value) => `${thing}: ${value}`,
    weHave: (items, isAll) => `Hay ${isAll ? listed(items, 'y') : `${items.join(', ')} y más cosas`}.`,
    openOn: (days, hours) => `Sí, el ${days} abrimos ${hours}.`,
    openAt: (days, hours) => `Sí, a esa hora está abierto. El ${days} abrimos ${hours}.`,
    notOpenAt: (days, hours) => `No, a esa hora no. El ${days} abrimos ${hours}.`,
    closedOn: (days) => `No, el ${days} está cerrado.`,
    opensAt: (days, time) => `El ${days} abrimos a ${time}.`,
    closesAt: (days, time) => `El ${days} cerramos a ${time}.`,
    week: (parts, closed) => `Abrimos ${listed(parts, 'y')}.${closed === undefined ? '' : ` El ${closed} está cerrado.`}`,
    range: (from, to) => `de ${from} a ${to}`,
    practise: (sentence) => `Repite conmigo: «${sentence}»`,
    wellDone: (next) => `¡Muy bien! Ahora la siguiente: «${next}»`,
    almost: (word, sentence) => `¡Casi! Fíjate en la palabra «${word}». Otra vez: «${sentence}»`,
    onceMore: (sentence) => `Vamos otra vez, despacio: «${sentence}»`,
    practiceDone: '¡Muy bien! Esa era la última frase. Hoy lo has hecho estupendamente.',
  },
};

const small = [
  'cero',
  'uno',
  'dos',
  'tres',
  'cuatro',
  'cinco',
  'seis',
  'siete',
  'ocho',
  'nueve',
  'diez',
  'once',
  'doce',
  'trece',
  'catorce',
  'quince',
  'dieciséis',
  'diecisiete',
  'dieciocho',
  'diecinueve',
  'veinte',
  'veintiuno',
  'veintidós',
  'veintitrés',
  'veinticuatro',
  'veinticinco',
  'veintiséis',
  'veintisiete',
  'veintiocho',
  'veintinueve',
];
const tens = ['', '', '', 'treinta', 'cuarenta', 'cincuenta', 'sesenta', 'setenta', 'ochenta', 'noventa'];

/** 0 to 99 in words. */
function number(value: number): string {
  const word = small[value];
  if (word !== undefined) return word;
  const rest = value % 10;
  return `${tens[Math.floor(value / 10)] ?? value}${rest === 0 ? '' : ` y ${small[rest] ?? ''}`}`;
}
