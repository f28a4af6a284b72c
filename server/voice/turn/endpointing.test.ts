import { describe, expect, it } from 'vitest';
import { parseAgentConfig } from '../../contracts/agent-config';
import { completenessOf, isDictating } from './completeness';
import { endProbability, noEndEvidence, silenceNeeded } from './endpointing';
import { expectationOf, isAnswered, neededParameters } from './expectation';
import { turnPolicyOf } from './policy';

const { endpointing } = turnPolicyOf(parseAgentConfig({}), 'en', false);
const needed = (words: string, evidence: Partial<typeof noEndEvidence> = {}, language = 'en') =>
  silenceNeeded(words, endpointing, language, { ...noEndEvidence, ...evidence });

describe('words at the end of a turn', () => {
  it.each([
    ['en', 'I would like a table for', 'a table for two please'],
    ['es', 'quisiera una mesa para', 'una mesa para dos por favor'],
    ['pt-BR', 'eu queria uma mesa para', 'uma mesa para dois por favor'],
    ['fr', 'je voudrais une table pour', "une table pour deux s'il vous plaît"],
    ['de', 'ich hätte gern einen Tisch für', 'einen Tisch für zwei bitte'],
    ['it', 'vorrei un tavolo per', 'un tavolo per due per favore'],
  ])('E2 in %s, those that ask for more wait and those that close do not', (language, open, closed) => {
    expect(completenessOf(open, language)).toBeLessThan(0.2);
    expect(completenessOf(closed, language)).toBeGreaterThan(0.85);
    expect(needed(open, {}, language)).toBe(endpointing.patientSilenceMs);
    expect(needed(closed, {}, language)).toBeLessThan(endpointing.usualSilenceMs);
  });

  it.each([
    ['en', 'it is five five one'],
    ['es', 'es seis uno dos'],
    ['pt', 'é meia nove zero'],
    ['fr', "c'est zéro six douze"],
    ['de', 'null eins sieben'],
    ['it', 'tre tre otto'],
    ['de', 'anna punkt meier ät beispiel'],
    ['it', 'anna punto rossi chiocciola esempio'],
  ])('E2 in %s, "%s" is being dictated', (language, words) => {
    expect(isDictating(words, language)).toBe(true);
  });

  it('E2 a sentence that merely names a number is not', () => {
    expect(isDictating('a table for two please', 'en')).toBe(false);
  });
});

describe('a judge of sound', () => {
  it('E5 shortens the silence where it hears an end and lengthens it where it hears none', () => {
    const silences = [0.1, 0.5, 0.9].map((probability) => needed('the blue one', { score: { probability, hears: 'sound' } }));
    expect(silences).toEqual(silences.toSorted((a, b) => b - a));
    expect(silences[0]).toBeGreaterThan(endpointing.usualSilenceMs);
    expect(silences[1]).toBe(endpointing.usualSilenceMs);
    expect(silences[2]).toBeLessThan(endpointing.usualSilenceMs);
  });

  it('E5 is weighed with the words, and one that knows them is believed alone', () => {
    expect(endProbability('I would like a', 'en', { probability: 0.9, hears: 'sound' })).toBeLessThan(0.5);
    expect(endProbability('I would like a', 'en', { probability: 0.9, hears: 'words' })).toBeCloseTo(0.9);
  });

  it('E5 never takes the silence below the least or above the patient one', () => {
    for (const probability of [0, 0.3, 0.7, 1]) {
      for (const words of ['', 'and', 'thank you', 'what time is it?']) {
        const ms = needed(words, { score: { probability, hears: 'sound' } });
        expect(ms).toBeGreaterThanOrEqual(endpointing.minSilenceMs);
        expect(ms).toBeLessThanOrEqual(endpointing.patientSilenceMs);
      }
    }
  });

  it('E5 counts for nothing where silence alone decides', () => {
    const plain = turnPolicyOf(parseAgentConfig({ parley: { turnTaking: { endOfTurn: 'silence' } } }), 'en', false).endpointing;
    expect(silenceNeeded('I would like a', plain, 'en', { ...noEndEvidence, score: { probability: 0, hears: 'sound' } })).toBe(plain.usualSilenceMs);
  });
});

describe('patience by expectation', () => {
  it.each([
    ['Could you tell me your phone number?', 'digits'],
    ['¿Cuál es su número de teléfono?', 'digits'],
    ['Qual é o seu e-mail?', 'email'],
    ['Quelle est votre adresse ?', 'address'],
    ['Wie ist Ihr Name?', 'name'],
    ['Può dirmi la data?', 'date'],
    ['Can you spell that for me?', 'spelling'],
    ['Would you like a window seat?', 'yes-no'],
    ['¿Quiere algo más?', 'yes-no'],
    ['We open at nine.', 'open'],
    ['I have your number. What can I do for you?', 'open'],
  ])('E6 "%s" expects %s', (heard, expectation) => {
    expect(expectationOf(heard)).toBe(expectation);
  });

  it('E6 a parameter that a tool still needs says what a question leaves open', () => {
    const tool = {
      parameters: { type: 'object', required: ['loyalty_id'], properties: { loyalty_id: { type: 'string', description: 'The number on the loyalty card' } } },
    };
    expect(expectationOf('And what is your loyalty id?')).toBe('open');
    expect(expectationOf('And what is your loyalty id?', neededParameters([tool]))).toBe('digits');
  });

  it('E6 waits for the rest of a number and not after its end', () => {
    expect(needed('five five five', { expectation: 'digits' })).toBe(endpointing.patientSilenceMs);
    expect(needed('555 0199', { expectation: 'digits' })).toBe(endpointing.patientSilenceMs);
    expect(needed('five five five zero one nine nine two three', { expectation: 'digits' })).toBe(endpointing.minSilenceMs);
  });

  it('E6 waits for the domain of an address', () => {
    expect(isAnswered('email', 'anna at example', 'en')).toBe(false);
    expect(isAnswered('email', 'anna at example dot com', 'en')).toBe(true);
    expect(isAnswered('email', 'anna arroba ejemplo punto com', 'es')).toBe(true);
    expect(needed('anna at example', { expectation: 'email' })).toBe(endpointing.patientSilenceMs);
  });

  it('E6 takes a yes at once', () => {
    expect(needed('yes please', { expectation: 'yes-no' })).toBe(endpointing.minSilenceMs);
    expect(needed('ja', { expectation: 'yes-no' }, 'de')).toBe(endpointing.minSilenceMs);
  });
});

describe('learning the speaker’s pauses', () => {
  const usual = (pauses: readonly number[]) => needed('the blue one', { pauses });

  it('E7 follows them within bounds', () => {
    expect(usual([])).toBe(endpointing.usualSilenceMs);
    expect(usual([900, 900])).toBe(endpointing.usualSilenceMs);
    expect(usual([600, 620, 640, 650])).toBeGreaterThan(endpointing.usualSilenceMs);
    expect(usual(Array.from({ length: 16 }, () => 3_000))).toBe(endpointing.usualSilenceMs * 1.6);
    expect(usual(Array.from({ length: 16 }, () => 120))).toBe(endpointing.usualSilenceMs * 0.8);
  });

  it('E7 does not where the agent is told not to', () => {
    const fixed = turnPolicyOf(parseAgentConfig({ parley: { turnTaking: { learnsPauses: false } } }), 'en', false).endpointing;
    expect(silenceNeeded('the blue one', fixed, 'en', { ...noEndEvidence, pauses: [900, 900, 900, 900] })).toBe(fixed.usualSilenceMs);
  });
});
