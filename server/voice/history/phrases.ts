import type { SpokenFallback } from '../turn/state';

/** What an agent says when nothing else can be said: never silence. Languages without an own set use English. */
const phrases: Readonly<Record<string, Readonly<Record<SpokenFallback, string>>>> = {
  en: {
    apology: 'Sorry, I lost my thread for a moment. Could you say that again?',
    'not-understood': "Sorry, I didn't catch that. Could you say it again?",
    'still-there': 'Are you still there?',
    'silence-goodbye': "I can't hear you any more, so I'll end the call here. Goodbye.",
    'max-duration': 'We have reached the longest time for this call. Goodbye.',
    'give-up': "I'm sorry, something on our side is not working. Please try again later. Goodbye.",
  },
  es: {
    apology: 'Perdona, he perdido el hilo un momento. ¿Puedes repetirlo?',
    'not-understood': 'Perdona, no te he entendido. ¿Puedes repetirlo?',
    'still-there': '¿Sigues ahí?',
    'silence-goodbye': 'Ya no te oigo, así que termino aquí la llamada. Adiós.',
    'max-duration': 'Hemos llegado al tiempo máximo de la llamada. Adiós.',
    'give-up': 'Lo siento, algo no funciona por nuestra parte. Inténtalo más tarde. Adiós.',
  },
  pt: {
    apology: 'Desculpe, perdi o fio por um momento. Pode repetir?',
    'not-understood': 'Desculpe, não entendi. Pode repetir?',
    'still-there': 'Você ainda está aí?',
    'silence-goodbye': 'Não ouço mais você, então encerro a ligação aqui. Até logo.',
    'max-duration': 'Chegamos ao tempo máximo da ligação. Até logo.',
    'give-up': 'Desculpe, algo não está funcionando do nosso lado. Tente mais tarde. Até logo.',
  },
  fr: {
    apology: "Pardon, j'ai perdu le fil un instant. Pouvez-vous répéter ?",
    'not-understood': "Pardon, je n'ai pas compris. Pouvez-vous répéter ?",
    'still-there': 'Vous êtes toujours là ?',
    'silence-goodbye': "Je ne vous entends plus, je termine donc l'appel ici. Au revoir.",
    'max-duration': "Nous avons atteint la durée maximale de l'appel. Au revoir.",
    'give-up': 'Désolé, quelque chose ne fonctionne pas de notre côté. Réessayez plus tard. Au revoir.',
  },
  de: {
    apology: 'Entschuldigung, ich habe kurz den Faden verloren. Können Sie das wiederholen?',
    'not-understood': 'Entschuldigung, das habe ich nicht verstanden. Können Sie es wiederholen?',
    'still-there': 'Sind Sie noch da?',
    'silence-goodbye': 'Ich höre Sie nicht mehr und beende das Gespräch hier. Auf Wiederhören.',
    'max-duration': 'Die längste Gesprächsdauer ist erreicht. Auf Wiederhören.',
    'give-up': 'Es tut mir leid, bei uns funktioniert etwas nicht. Bitte versuchen Sie es später noch einmal. Auf Wiederhören.',
  },
  it: {
    apology: 'Scusi, ho perso il filo per un momento. Può ripetere?',
    'not-understood': 'Scusi, non ho capito. Può ripetere?',
    'still-there': 'È ancora lì?',
    'silence-goodbye': 'Non la sento più, quindi chiudo qui la chiamata. Arrivederci.',
    'max-duration': 'Abbiamo raggiunto la durata massima della chiamata. Arrivederci.',
    'give-up': 'Mi dispiace, qualcosa da parte nostra non funziona. Riprovi più tardi. Arrivederci.',
  },
};

export function fallbackPhrase(fallback: SpokenFallback, language: string): string {
  const set = phrases[language.slice(0, 2).toLowerCase()] ?? phrases['en'];
  return set?.[fallback] ?? '';
}

/** Asking into a silence again and again: nobody says the same three times. */
const askingAgain: Readonly<Record<string, readonly string[]>> = {
  en: ['Hello? Can you hear me?', "I'll wait a moment longer, then I'll hang up."],
  es: ['¿Hola? ¿Me oyes?', 'Espero un momento más y luego cuelgo.'],
  pt: ['Alô? Você me ouve?', 'Vou esperar mais um momento e depois desligo.'],
  fr: ["Allô ? Vous m'entendez ?", "J'attends encore un instant, puis je raccroche."],
  de: ['Hallo? Hören Sie mich?', 'Ich warte noch einen Moment, dann lege ich auf.'],
  it: ['Pronto? Mi sente?', 'Aspetto ancora un momento, poi riattacco.'],
};

/** What is said into a silence the first, second and third time. */
export function silencePrompt(language: string, time: number): string {
  const again = askingAgain[language.slice(0, 2).toLowerCase()] ?? askingAgain['en'];
  return time <= 1 ? fallbackPhrase('still-there', language) : (again?.[time - 2] ?? fallbackPhrase('still-there', language));
}
