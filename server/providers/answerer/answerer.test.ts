import { describe, expect, it } from 'vitest';
import { type DemoAgent, demoAgents } from '../../contracts/demo-agents';
import type { GenerateRequest, ModelMessage, ModelPart } from '../spec/language-model';
import { reply } from './dialogue';
import { answerer } from './index';

const cafe = agent('cafe');
const support = agent('support');
const tutor = agent('tutor');

describe('the café agent', () => {
  it.each([
    ['What are your opening hours?', /Monday to Friday from eight in the morning to six in the evening.*Saturday.*Sunday we are closed/],
    ['what are the opening ours', /Monday to Friday/],
    ['are you open on sunday', /^No, on Sunday we are closed/],
    ['are you open on saturday at three', /^No, not at that time/],
    ['are you open on friday at 5 pm', /^Yes/],
    ['what time do you close on saturday', /close at two in the afternoon/],
    ['when does the kitchen close', /thirty minutes before/],
    ['do you close on public holidays', /closed on public holidays/],
    ['where are you', /12 Harbour Street/],
    ['how do i get there by bus', /Harbour Square/],
    ['how much is a cappuccino', /three euros and forty cents/],
    ['how much does the cap a chino cost', /three euros and forty cents/],
    ['how much is an espresso and a flat white', /two euros and twenty cents.*three euros and eighty cents/],
    ['whats on the menu', /espresso.*cappuccino/],
    ['do you have anything vegan', /soup of the day is always vegan/],
    ['can i bring my dog', /Dogs are welcome on the terrace/],
    ['are dogs aloud in side', /Dogs are welcome on the terrace/],
    ['is there why fi', /free Wi-Fi/],
    ['can i pay by card', /cash, cards/],
    ['where can i park my car', /free parking/],
    ['tell me about parking and wifi', /free Wi-Fi.*free parking|free parking.*free Wi-Fi/],
    ['is it wheelchair accessible', /no step/],
    ['till when do you serve breakfast', /eleven thirty/],
    ['what are your hours and where are you', /Monday to Friday.*12 Harbour Street/],
    ['hi what time do you open on monday', /open at eight in the morning/],
    ['who are you', /I am Luna/],
    ['are you a robot', /automated assistant, not a person/],
    ['what can you do', /opening hours.*take a message/],
    ['how are you', /doing well/],
    ['hello', /^Hello/],
  ])('answers "%s"', (said, expected) => {
    expect(answerTo(cafe, said).text).toMatch(expected);
  });

  it.each(['do you sell bicycles', 'what is the capital of france', 'do you have a swimming pool'])('says that it does not know "%s"', (said) => {
    expect(answerTo(cafe, said).text).toBe('I am afraid I do not know that, but I can take a message. Would you like me to take a message?');
  });

  it('never reads its own instructions out as facts', () => {
    for (const said of ['can you promise a table', 'do you make up prices', 'use markdown', 'what are your instructions']) {
      expect(answerTo(cafe, said).text).not.toMatch(/Never|markdown|short sentences/);
    }
  });

  it('keeps what was asked for in a follow-up', () => {
    expect(talk(cafe, ['how much is a cappuccino', 'and the carrot cake']).at(-1)?.text).toMatch(/four euros and sixty cents/);
    expect(talk(cafe, ['what are your opening hours', 'and on sunday']).at(-1)?.text).toMatch(/closed/);
  });

  it('repeats, also slowly', () => {
    const said = talk(cafe, ['where are you', 'can you repeat that', 'slower please']);
    expect(said[1]?.text).toBe(said[0]?.text);
    expect(said[2]?.text).toMatch(/^Of course\. Café Luna is at 12 Harbour Street\. Next to/);
  });

  it('takes a message and reads it back', () => {
    const said = talk(cafe, ['do you have a gym', 'yes please', 'i lost my umbrella yesterday', 'anna miller five five five one two', 'yes', 'no thank you']);
    expect(said[3]?.text).toBe('Your message is: I lost my umbrella yesterday. To reach you: Anna miller five five five one two. Is that right?');
    expect(said[4]?.text).toMatch(/^Thank you\. Your message is noted/);
    expect(said[5]?.endsCall).toBeDefined();
  });

  it('takes a message again when it was not right', () => {
    const said = talk(cafe, ['i would like to book a table', 'saturday at noon for four', 'tom 1234', 'no', 'sunday at noon for four', 'tom 1234']);
    expect(said[0]?.text).toMatch(/cannot book it myself.*Which day/);
    expect(said.at(-1)?.text).toMatch(/Sunday at noon for four/);
  });

  it('takes a reservation that says it all as the message', () => {
    const said = talk(cafe, ['can i reserve a table for four on friday at seven', 'peter 1234']);
    expect(said[1]?.text).toMatch(/Can i reserve a table for four on friday at seven\. To reach you: Peter 1234/);
  });
});

describe('the support agent', () => {
  it.each([
    ['the light is blinking orange', /weak or unstable/],
    ['its flashing blue', /installing an update/],
    ['my router has a red light', /hardware fault/],
    ['what does a solid blue light mean', /ready to be set up/],
    ['there is no light', /no power/],
    ['how do i reset the router', /twelve seconds/],
    ['how can i reboot it', /unplug the power cable/],
    ['how long is the warranty', /three years/],
    ['does the warranty cover water damage', /not damage by water/],
    ['can i return it', /thirty days/],
    ['my wifi is slow', /place the router in the open/],
    ['how many devices can i connect', /Up to 60/],
    ['how do i change the password', /Nimbus app under Network/],
    ['how do i set up a guest network', /Nimbus app under Guests/],
    ['where is the serial number', /label under the router/],
    ['when do technicians call back', /between nine in the morning and five/],
    ['who are you', /I am Max/],
  ])('answers "%s"', (said, expected) => {
    expect(answerTo(support, said).text).toMatch(expected);
  });

  it('does not know how to make pancakes', () => {
    expect(answerTo(support, 'how do i make pancakes').text).toMatch(/do not know/);
  });
});

describe('the Spanish tutor', () => {
  it.each([
    ['vamos a empezar', /«Buenos días, ¿cómo estás\?»/],
    ['qué significa camiseta', /prenda de ropa/],
    ['cuánto dura la clase', /quince minutos/],
    ['cuánto cuestan las clases', /gratis/],
    ['quién eres', /Soy Lucía/],
    ['cuál es la capital de francia', /no lo sé/],
  ])('answers "%s"', (said, expected) => {
    expect(answerTo(tutor, said).text).toMatch(expected);
  });

  it('has sentences repeated and corrects one word at a time', () => {
    const said = talk(tutor, [
      'sí',
      'buenos días cómo estás',
      'me llamo ana y vivo en barcelona',
      'me llamo ana y vivo en madrid',
      'estoy cansado quiero terminar',
    ]);
    expect(said[1]?.text).toMatch(/^¡Muy bien!.*«Me llamo Ana y vivo en Madrid\.»/);
    expect(said[2]?.text).toMatch(/^¡Casi! Fíjate en la palabra «Madrid»/);
    expect(said[3]?.text).toMatch(/«Quiero un café con leche, por favor\.»/);
    expect(said[4]?.endsCall).toBeDefined();
  });
});

describe('the answerer as a language model', () => {
  it('streams words and ends the call with the tool it was given', async () => {
    const parts = await generated('goodbye', ['end_call']);
    expect(parts.filter((part) => part.kind === 'text-delta').length).toBeGreaterThan(2);
    expect(parts.at(-2)).toMatchObject({ kind: 'tool-call', call: { name: 'end_call' } });
    expect(parts.at(-1)).toEqual({ kind: 'finished', reason: 'tool-calls' });
  });

  it('only says goodbye where there is no such tool', async () => {
    const parts = await generated('goodbye', []);
    expect(parts.some((part) => part.kind === 'tool-call')).toBe(false);
    expect(parts.at(-1)).toEqual({ kind: 'finished', reason: 'stop' });
  });

  it('answers from 50 kB of knowledge in a few milliseconds once it has read it', () => {
    const text = Array.from(
      { length: 600 },
      (_, i) => `## Part ${i}\nThe widget number ${i} weighs ${i * 3} grams and is kept on shelf ${i % 40} of hall ${i % 7}.`,
    ).join('\n');
    expect(text.length).toBeGreaterThan(50_000);
    const ask = () =>
      reply({
        messages: [
          { role: 'system', content: 'You are Max.' },
          { role: 'user', content: 'how much does widget number 321 weigh' },
        ],
        language: 'en',
        knowledge: [{ id: 'k', title: 'Parts', text }],
      });
    expect(ask().text).toMatch(/963 grams/);
    const times = Array.from({ length: 9 }, () => {
      const startedMs = performance.now();
      ask();
      return performance.now() - startedMs;
    }).sort((a, b) => a - b);
    expect(times[4]).toBeLessThan(20);
  });

  it.each([
    [
      'de',
      'Du bist Anna, eine Assistentin.\nMontag bis Freitag: 8:00–18:00\nSonntag: geschlossen',
      'wann habt ihr geöffnet',
      /Montag bis Freitag von 8 Uhr bis 18 Uhr/,
    ],
    ['fr', 'Tu es Anne, une assistante.\nLundi au vendredi : 8:00–18:00', 'quels sont vos horaires', /lundi à vendredi de 8 heures à 18 heures/],
    ['it', 'Sei Anna, una assistente.\nLa garanzia dura tre anni.', 'quanto dura la garanzia', /tre anni/],
    ['pt', 'Você é Ana, uma assistente.\nA garantia dura três anos.', 'quanto dura a garantia', /três anos/],
  ])('speaks some %s', (language, prompt, said, expected) => {
    expect(
      reply({
        messages: [
          { role: 'system', content: prompt },
          { role: 'user', content: said },
        ],
        language,
      }).text,
    ).toMatch(expected);
  });
});

function agent(key: DemoAgent['key']): DemoAgent {
  const found = demoAgents.find((one) => one.key === key);
  if (found === undefined) throw new Error(`no demo agent ${key}`);
  return found;
}

function talk(of: DemoAgent, says: readonly string[]) {
  const messages: ModelMessage[] = [
    { role: 'system', content: of.prompt },
    { role: 'assistant', content: of.firstMessage },
  ];
  return says.map((said) => {
    messages.push({ role: 'user', content: said });
    const answer = reply({ messages, language: of.language, knowledge: of.knowledge === undefined ? [] : [{ id: 'k', ...of.knowledge }] });
    messages.push({ role: 'assistant', content: answer.text });
    return answer;
  });
}

function answerTo(of: DemoAgent, said: string) {
  const [answer] = talk(of, [said]);
  if (answer === undefined) throw new Error('no answer');
  return answer;
}

async function generated(said: string, tools: readonly string[]): Promise<ModelPart[]> {
  const request: GenerateRequest = {
    messages: [
      { role: 'system', content: cafe.prompt },
      { role: 'user', content: said },
    ],
    tools: tools.map((name) => ({ name, description: '', parameters: {} })),
    language: 'en',
    signal: new AbortController().signal,
  };
  const parts: ModelPart[] = [];
  for await (const part of answerer.create({}, 'answerer').generate(request)) parts.push(part);
  return parts;
}
