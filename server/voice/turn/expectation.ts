import { z } from 'zod';
import type { Expectation } from './evidence';
import { normaliseTerm } from './normalise-term';
import { turnWords } from './turn-words';

/** A parameter that a tool of the agent needs. */
export interface NeededParameter {
  readonly name: string;
  readonly description: string;
}

type Asked = Exclude<Expectation, 'open'>;

/** By what word a question asks for which kind of answer, in the six languages; the first that fits counts. */
const askedBy: readonly (readonly [Asked, RegExp])[] = [
  ['email', /(?<!\p{L})(e-?mails?( address)?|correo( electrónico)?|courriel|adresse (e-?)?mail|e-mail-adresse|posta elettronica)(?!\p{L})/u],
  ['spelling', /(?<!\p{L})(spell|deletre\w+|soletr\w+|épel\w+|buchstabier\w+|lettera per lettera|compitar\w*)/u],
  [
    'digits',
    /(?<!\p{L})(phone|number|digits?|code|pin|zip|account|card|order number|teléfono|número|dígitos|código|cuenta|tarjeta|telefone|dígitos|conta|cartão|cep|téléphone|numéro|chiffres|compte|carte|telefonnummer|nummer|ziffern|postleitzahl|konto|karte|telefono|numero|cifre|codice|conto|carta)(?!\p{L})/u,
  ],
  ['address', /(?<!\p{L})(address|street|where do you live|dirección|calle|domicilio|endereço|rua|adresse|rue|straße|anschrift|indirizzo|via)(?!\p{L})/u],
  ['name', /(?<!\p{L})(name|who am i speaking|nombre|apellido|nome|sobrenome|cognome|nom|prénom|nachname|vorname|heißen)(?!\p{L})/u],
  ['date', /(?<!\p{L})(date|what day|when|birthday|fecha|qué día|cuándo|data|que dia|quando|quel jour|quand|datum|welcher tag|wann|che giorno)(?!\p{L})/u],
];

const opensYesNo =
  /^[¿¡\s]*(is|are|was|were|do|does|did|can|could|would|will|shall|should|have|has|may|es|está|son|quiere|puede|tiene|desea|é|quer|pode|tem|deseja|est-ce|voulez|avez|êtes|puis-je|ist|sind|möchten|haben|können|soll|darf|vuole|può|ha|desidera)(?!\p{L})/u;

/** What the tools need to be told before they can be called: their required parameters. */
export function neededParameters(tools: readonly { readonly parameters: unknown }[]): NeededParameter[] {
  return tools.flatMap(({ parameters }) => {
    const schema = parametersSchema.safeParse(parameters);
    if (!schema.success) return [];
    return schema.data.required.map((name) => ({ name, description: schema.data.properties[name]?.description ?? '' }));
  });
}

const parametersSchema = z.object({
  required: z.array(z.string()).default([]),
  properties: z.record(z.string(), z.looseObject({ description: z.string().default('') })).default({}),
});

/** What the words of the agent that were heard ask for; parameters that its tools still need settle what a question leaves open. */
export function expectationOf(heard: string, needed: readonly NeededParameter[] = []): Expectation {
  const question = lastQuestion(heard);
  if (question === null) return 'open';
  const direct = kindAsked(question);
  if (direct !== null) return direct;
  const parameter = needed.find((each) => isAbout(question, each));
  const byTool = parameter === undefined ? null : kindAsked(spaced(`${parameter.name} ${parameter.description}`));
  if (byTool !== null) return byTool;
  return opensYesNo.test(question) ? 'yes-no' : 'open';
}

/** Is this an answer of the kind that was asked for, as far as words tell? Null: they do not tell. */
export function isAnswered(expectation: Expectation, text: string, language: string): boolean | null {
  const { at, dot, digits, yesNo } = turnWords(language);
  const spoken = normaliseTerm(text);
  const tokens = spoken.split(' ');
  switch (expectation) {
    case 'yes-no':
      return tokens.length <= 4 && tokens.some((token) => yesNo.has(token)) ? true : null;
    case 'email': {
      const hasAt = /\S@\S+\.\S/u.test(text) || tokens.some((token) => at.has(token));
      const dotAt = tokens.findLastIndex((token) => dot.has(token));
      return /\S@\S+\.\p{L}{2,}\s*[.]?$/u.test(text) || (hasAt && dotAt > 0 && dotAt < tokens.length - 1);
    }
    case 'digits': {
      const count = tokens.reduce((sum, token) => sum + (/^[\d-]+$/u.test(token) ? token.replaceAll('-', '').length : digits.has(token) ? 1 : 0), 0);
      // Codes of four and numbers of nine and more are whole; between them the rest may come.
      return count === 0 ? null : count === 4 || count >= 9;
    }
    case 'spelling':
    case 'address':
      return tokens.length >= 6 ? null : false;
    case 'name':
    case 'date':
    case 'open':
      return null;
  }
}

function lastQuestion(heard: string): string | null {
  const sentences = heard.toLowerCase().match(/[^.!?]+[.!?]*/gu) ?? [];
  const last = sentences.findLast((sentence) => sentence.trim().length > 1)?.trim();
  if (last === undefined) return null;
  // People also ask without a question mark: "Please tell me your number."
  const asks =
    last.endsWith('?') ||
    /(?<!\p{L})(please|tell me|give me|por favor|dígame|diga|deme|me diga|veuillez|donnez|dites|s'il vous plaît|bitte|nennen|sagen|mi dica|per favore)(?!\p{L})/u.test(
      last,
    );
  return asks ? last : null;
}

function kindAsked(question: string): Asked | null {
  return askedBy.find(([, asks]) => asks.test(question))?.[0] ?? null;
}

function isAbout(question: string, { name, description }: NeededParameter): boolean {
  const own = new Set(
    spaced(`${name} ${description}`)
      .split(/\P{L}+/u)
      .filter((word) => word.length > 3),
  );
  return question.split(/\P{L}+/u).some((word) => own.has(word));
}

const spaced = (text: string): string =>
  text
    .replace(/[_-]/gu, ' ')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase();
