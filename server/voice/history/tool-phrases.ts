export type ToolPhrase = 'one-moment' | 'no-success';

/** What is said around a tool when the model says nothing. Languages without an own set use English. */
const phrases: Readonly<Record<string, Readonly<Record<ToolPhrase, string>>>> = {
  en: { 'one-moment': 'One moment, please.', 'no-success': "I'm sorry, I can't get that done right now. Is there anything else I can do?" },
  es: { 'one-moment': 'Un momento, por favor.', 'no-success': 'Lo siento, ahora mismo no consigo hacerlo. ¿Puedo ayudarte en algo más?' },
  pt: { 'one-moment': 'Um momento, por favor.', 'no-success': 'Desculpe, não consigo fazer isso agora. Posso ajudar em mais alguma coisa?' },
  fr: { 'one-moment': 'Un instant, je vous prie.', 'no-success': "Désolé, je n'y arrive pas pour le moment. Puis-je faire autre chose pour vous ?" },
  de: { 'one-moment': 'Einen Moment, bitte.', 'no-success': 'Es tut mir leid, das gelingt mir gerade nicht. Kann ich sonst etwas für Sie tun?' },
  it: { 'one-moment': 'Un momento, per favore.', 'no-success': 'Mi dispiace, ora non riesco a farlo. Posso fare altro per Lei?' },
};

export function toolPhrase(phrase: ToolPhrase, language: string): string {
  return (phrases[language.slice(0, 2).toLowerCase()] ?? phrases['en'])?.[phrase] ?? '';
}
