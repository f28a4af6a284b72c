import { afterEach, describe, expect, it } from 'vitest';
import { ProviderError } from '../providers/spec/provider-error';
import { ScriptedConversation } from './testing/run-scripted';
import { settle } from './testing/virtual-clock';

const running: ScriptedConversation[] = [];
function start(...args: ConstructorParameters<typeof ScriptedConversation>): ScriptedConversation {
  const conversation = new ScriptedConversation(...args);
  running.push(conversation);
  return conversation;
}

afterEach(async () => {
  for (const conversation of running.splice(0)) {
    conversation.ending.abort({ reason: 'host-drained', detail: 'the test is over' });
    await conversation.clock.advance(100);
    expect(conversation.outcome).not.toBeNull();
    expect(conversation.mouth.openStreams).toBe(0);
    expect(conversation.ear.isOpen).toBe(false);
    expect(conversation.clock.pendingTimers).toBe(0);
  }
});

describe('a conversation', () => {
  it('says its first message and then listens', async () => {
    const call = start({ firstMessage: 'Hello there.' });
    await call.silence(2_000);
    expect(call.said()).toEqual(['Hello there.']);
    expect(call.of('state-changed').at(-1)?.state).toBe('listening');
  });

  it('E1 answers a spoken turn after the silence its words ask for', async () => {
    const call = start();
    call.model.replies = ['We open at eight.'];
    await call.speak('when do you open');
    const stoppedMs = call.clock.nowMs();
    await call.silence(3_000);
    expect(call.of('transcription-final').map((event) => event.text)).toEqual(['when do you open']);
    expect(call.said()).toEqual(['We open at eight.']);
    const committedMs = (call.timeOf('transcription-final') ?? 0) - stoppedMs;
    expect(committedMs).toBeGreaterThanOrEqual(300);
    expect(committedMs).toBeLessThan(650);
    const [measured] = call.of('turn-measured');
    expect(measured?.latency.transcriptionMs).toBeLessThanOrEqual(measured?.latency.endpointingMs ?? 0);
    expect(measured?.latency.endpointingMs).toBeLessThanOrEqual(measured?.latency.firstSentMs ?? 0);
  });

  it('D2 an answer drafted during the silence is heard the moment the turn closes', async () => {
    const call = start();
    call.model.replies = ['We open at eight.'];
    await call.speak('when do you open');
    await call.silence(3_000);
    const [measured] = call.of('turn-measured');
    expect((measured?.latency.firstSentMs ?? 0) - (measured?.latency.endpointingMs ?? 0)).toBeLessThanOrEqual(5);
    expect(measured?.latency.firstTokenMs).toBeLessThan(measured?.latency.endpointingMs ?? 0);
    expect(call.model.requests).toHaveLength(1);
    expect(call.of('draft-used')).toHaveLength(1);
    const order = call.events.map(({ event }) => event.kind);
    expect(order.indexOf('response-text')).toBeGreaterThan(order.indexOf('transcription-final'));
  });

  it('D1 no tool runs from a draft, and D3 nothing of a dropped one is told, heard or remembered', async () => {
    const call = start({ clientTools: [{ definition: { name: 'book', description: '', parameters: {} }, expectsResponse: true, timeoutMs: 5_000 }] });
    call.model.replies = [
      [
        { kind: 'text-delta', text: 'Booking it.' },
        { kind: 'tool-call', call: { id: 'c1', name: 'book', argumentsJson: '{}' } },
      ],
      'Certainly not.',
    ];
    await call.speak('book a table');
    await call.silence(350);
    expect(call.of('draft-started')).toHaveLength(1);
    expect(call.of('tool-called')).toHaveLength(0);
    await call.speak('book a table no wait do not');
    await call.silence(4_000);
    expect(call.of('draft-dropped').length).toBeGreaterThanOrEqual(1);
    expect(call.of('tool-called')).toHaveLength(0);
    expect(call.said()).toEqual(['Certainly not.']);
    expect(JSON.stringify(call.model.requests.at(-1)?.messages)).not.toContain('Booking');
    expect(call.mouth.openStreams).toBe(0);
  });

  it('D1 a drafted tool runs once the turn is closed', async () => {
    const call = start({ clientTools: [{ definition: { name: 'book', description: '', parameters: {} }, expectsResponse: true, timeoutMs: 5_000 }] });
    call.model.replies = [[{ kind: 'tool-call', call: { id: 'c1', name: 'book', argumentsJson: '{}' } }], 'Booked.'];
    await call.speak('book a table');
    await call.silence(1_000);
    const order = call.events.map(({ event }) => event.kind);
    expect(order.indexOf('tool-called')).toBeGreaterThan(order.indexOf('transcription-final'));
    call.send({ kind: 'tool-result', toolCallId: 'c1', result: 'ok', isError: false });
    await call.silence(2_500);
    expect(call.said()).toEqual(['Booked.']);
  });

  it('a draft that failed is asked for again', async () => {
    const call = start();
    call.model.replies = [new ProviderError('blip', { provider: 'scripted', category: 'connectivity', isPermanent: false, owner: 'vendor' }), 'Here I am.'];
    await call.speak('hello there');
    await call.silence(3_000);
    expect(call.said()).toEqual(['Here I am.']);
  });

  it('T3 goes on with the same turn when the speaker pauses', async () => {
    const call = start();
    await call.speak('my number is');
    await call.silence(300);
    await call.speak('my number is four two');
    await call.silence(2_500);
    const finals = call.of('transcription-final');
    expect(finals.map((event) => event.text)).toEqual(['my number is four two']);
    expect(call.of('response-started')).toHaveLength(1);
  });

  it('E2 waits longer after words that ask for more', async () => {
    const call = start();
    await call.speak('I would like to book a table for');
    await call.silence(900);
    expect(call.of('transcription-final')).toHaveLength(0);
    await call.silence(600);
    expect(call.of('transcription-final')).toHaveLength(1);
  });

  it('B1 holds at once and stops for real words; H1 history keeps only what was heard', async () => {
    const call = start();
    call.model.replies = ['This is a rather long answer that goes on and on for many seconds.', 'Yes?'];
    await call.speak('tell me everything');
    await call.silence(2_000);
    call.ear.words = 'stop I have a question';
    await call.sound(200, true);
    expect(call.of('playout-held')).toHaveLength(1);
    call.ear.partial('stop I have');
    await call.sound(400, true);
    const [interrupted] = call.of('interrupted');
    expect(interrupted).toBeDefined();
    const sentMs = call.soundSentMs(interrupted?.responseId ?? 0);
    await call.silence(1_500);
    expect(call.soundSentMs(interrupted?.responseId ?? 0)).toBe(sentMs);
    const ended = call.of('response-ended').find((event) => event.responseId === interrupted?.responseId);
    expect(ended?.isInterrupted).toBe(true);
    expect(ended?.text.startsWith(ended.heardText)).toBe(true);
    expect(ended?.heardText.length).toBeLessThan(ended?.text.length ?? 0);
    expect(ended?.heardText.length).toBeGreaterThan(3);
    const shown = call.model.requests.at(-1)?.messages.find((message) => message.role === 'assistant');
    expect(shown?.content).toContain(ended?.heardText);
    expect(shown?.content).not.toContain('many seconds');
  });

  it('B3 goes on from the same word after a cough', async () => {
    const call = start();
    call.model.replies = ['This is a rather long answer that goes on and on.'];
    await call.speak('tell me everything');
    await call.silence(2_000);
    call.ear.words = '';
    await call.sound(130, true);
    await call.silence(5_500);
    expect(call.of('interrupted')).toHaveLength(0);
    expect(call.of('playout-resumed')).toHaveLength(1);
    expect(call.said()).toEqual(['This is a rather long answer that goes on and on.']);
    expect(call.model.requests).toHaveLength(1);
  });

  it('B2 a backchannel is noted and does not stop the agent', async () => {
    const call = start();
    call.model.replies = ['This is a rather long answer that goes on and on.'];
    await call.speak('tell me everything');
    await call.silence(2_000);
    await call.speak('yeah', 350);
    await call.silence(6_000);
    expect(call.of('interrupted')).toHaveLength(0);
    expect(call.of('backchannel-ignored').map((event) => event.text)).toEqual(['yeah']);
    expect(call.said()).toEqual(['This is a rather long answer that goes on and on.']);
    const heldMs = call.events.filter(({ event }) => event.kind === 'playout-held' || event.kind === 'playout-resumed').map(({ atMs }) => atMs);
    expect((heldMs[1] ?? 0) - (heldMs[0] ?? 0)).toBeLessThanOrEqual(450);
  });

  it('T4 speaking on before the answer is heard continues the turn', async () => {
    const call = start();
    call.model.firstTokenMs = 1_500;
    await call.speak('I want a table');
    await call.silence(700);
    expect(call.of('transcription-final')).toHaveLength(1);
    call.ear.words = 'for two people tonight';
    await call.sound(300, true);
    call.ear.partial('for two people');
    await call.sound(300, true);
    await call.silence(4_000);
    expect(call.audio.map(({ frame }) => frame.responseId)).not.toContain(call.of('response-started')[0]?.responseId);
    const users = call.model.requests.at(-1)?.messages.filter((message) => message.role === 'user');
    expect(users?.map((message) => message.content)).toEqual(['I want a table for two people tonight']);
  });

  it('S1 asks whether anyone is there, and S2 says goodbye after three prompts', async () => {
    const call = start({ firstMessage: 'Hi.' });
    call.model.replies = ['Are you there?', 'Hello?', 'Still there?'];
    await call.silence(60_000);
    expect(call.of('response-started').map((event) => event.trigger)).toEqual(['first-message', 'silence', 'silence', 'silence', 'farewell']);
    expect(call.closedWith).toBe('silence');
  });

  it('R1 apologises aloud when the model fails, and gives up politely when it keeps failing', async () => {
    const call = start();
    const failure = new ProviderError('down', { provider: 'scripted', category: 'connectivity', isPermanent: false, owner: 'vendor' });
    call.model.replies = [failure, failure, failure];
    for (let turn = 0; turn < 3 && call.closedWith === null; turn++) {
      await call.speak('hello');
      await call.silence(9_000);
    }
    expect(call.said().filter((text) => text.includes('lost my thread')).length).toBeGreaterThanOrEqual(1);
    expect(call.of('provider-failed').length).toBeGreaterThanOrEqual(1);
  });

  it('R2 a model that never answers is apologised for within its deadline', async () => {
    const call = start();
    call.model.replies = ['hang'];
    await call.speak('hello');
    await call.silence(22_000);
    expect(call.said().some((text) => text.includes('lost my thread'))).toBe(true);
  });

  it('R3 ends with a reason when not even the voice works', async () => {
    const call = start();
    call.mouth.failure = new ProviderError('no voice', { provider: 'scripted', category: 'internal', isPermanent: true, owner: 'platform' });
    await call.speak('hello');
    await call.silence(30_000);
    expect(call.closedWith).toBe('provider-failed');
  });

  it('R5 asks again when speech-to-text fails', async () => {
    const call = start();
    call.ear.words = new Error('deaf');
    await call.sound(900, true);
    await call.silence(8_000);
    expect(call.said()[0]).toContain('say that again');
  });

  it('R5 tells speech-to-text that is late from speech-to-text that fails', async () => {
    const call = start();
    call.ear.answerAfterMs = 60_000;
    await call.sound(900, true);
    await call.silence(25_000);
    expect(call.said()[0]).toContain('say that again');
    expect(call.of('provider-failed').map(({ category }) => category)).toContain('timeout');
  });

  it('R5 asks again when speech-to-text cannot be opened, and hears the next turn', async () => {
    const call = start({ failedOpenings: Number.POSITIVE_INFINITY });
    await call.speak('are you open today');
    await call.silence(8_000);
    expect(call.said()[0]).toContain('say that again');
    call.ear.failedOpenings = 0;
    await call.speak('are you open today');
    await call.silence(3_000);
    expect(call.of('transcription-final').map((event) => event.text)).toEqual(['are you open today']);
  });

  it('C1 runs a client tool and answers with its result', async () => {
    const call = start({
      clientTools: [{ definition: { name: 'getOrder', description: '', parameters: {} }, expectsResponse: true, timeoutMs: 5_000 }],
    });
    call.model.replies = [
      [
        { kind: 'text-delta', text: 'One moment.' },
        { kind: 'tool-call', call: { id: 'c1', name: 'getOrder', argumentsJson: '{"id":7}' } },
      ],
      'It is on its way.',
    ];
    await call.speak('where is my order');
    await call.silence(1_200);
    expect(call.of('tool-called')[0]).toMatchObject({ toolName: 'getOrder', parameters: { id: 7 }, toolType: 'client' });
    call.send({ kind: 'tool-result', toolCallId: 'c1', result: 'shipped', isError: false });
    await call.silence(5_000);
    expect(call.of('tool-finished')).toHaveLength(1);
    expect(call.model.requests[1]?.messages.at(-1)).toMatchObject({ role: 'tool', content: 'shipped' });
    expect(call.said()).toEqual(['One moment. It is on its way.']);
  });

  it('C2 a client tool that never answers fails after its time, and the model is told', async () => {
    const call = start({ clientTools: [{ definition: { name: 'slow', description: '', parameters: {} }, expectsResponse: true, timeoutMs: 3_000 }] });
    call.model.replies = [[{ kind: 'tool-call', call: { id: 'c1', name: 'slow', argumentsJson: '{}' } }], 'I could not look that up.'];
    await call.speak('look it up');
    await call.silence(8_000);
    expect(call.of('tool-finished')[0]?.isError).toBe(true);
    expect(call.said()).toEqual(['One moment, please. I could not look that up.']);
  });

  it('C3 an unknown tool and broken arguments reach the model as errors', async () => {
    const call = start();
    call.model.replies = [
      [
        { kind: 'tool-call', call: { id: 'c1', name: 'nope', argumentsJson: '{}' } },
        { kind: 'tool-call', call: { id: 'c2', name: 'end_call', argumentsJson: '{oops' } },
      ],
      'Sorry about that.',
    ];
    await call.speak('do something');
    await call.silence(4_000);
    expect(call.of('tool-finished').map((event) => event.isError)).toEqual([true, true]);
    expect(call.said()).toEqual(['Sorry about that.']);
  });

  it('F1 an answer that takes long is announced, and both are one response', async () => {
    const call = start({ config: { conversationConfig: { turn: { softTimeoutConfig: { timeoutSeconds: 1, message: 'One moment.' } } } } });
    call.model.firstTokenMs = 2_500;
    call.model.replies = ['We open at eight.'];
    await call.speak('when do you open');
    await call.silence(6_500);
    expect(call.mouth.spoken[0]?.trim()).toBe('One moment.');
    expect(call.of('response-started')).toHaveLength(1);
    expect(call.said()).toEqual(['One moment. We open at eight.']);
  });

  it('F1 no filler is said for an answer that is quick', async () => {
    const call = start({ config: { conversationConfig: { turn: { softTimeoutConfig: { timeoutSeconds: 1, message: 'One moment.' } } } } });
    call.model.replies = ['We open at eight.'];
    await call.speak('when do you open');
    await call.silence(4_000);
    expect(call.said()).toEqual(['We open at eight.']);
  });

  it('X2 end_call ends the call only after the goodbye was heard', async () => {
    const call = start();
    call.model.replies = [
      [
        { kind: 'text-delta', text: 'Goodbye and take care.' },
        { kind: 'tool-call', call: { id: 'c1', name: 'end_call', argumentsJson: '{"reason":"done"}' } },
      ],
    ];
    await call.speak('bye');
    await call.silence(1_500);
    expect(call.closedWith).toBeNull();
    expect(call.of('tool-finished')).toHaveLength(0);
    await call.silence(3_000);
    expect(call.closedWith).toBe('agent-ended');
    expect(call.said()).toEqual(['Goodbye and take care.']);
    const kinds = call.events.map(({ event }) => event.kind);
    expect(kinds.indexOf('tool-finished')).toBeLessThan(kinds.indexOf('conversation-ended'));
  });

  it('typed text interrupts and is answered aloud', async () => {
    const call = start({ firstMessage: 'A very long welcome that nobody wants to hear in full.' });
    call.model.replies = ['Sure.'];
    await call.silence(800);
    call.send({ kind: 'user-text', text: 'skip that' });
    await call.silence(2_500);
    expect(call.of('interrupted')).toHaveLength(1);
    expect(call.said().at(-1)).toBe('Sure.');
  });

  it('a text conversation answers in text, without sound', async () => {
    const call = start({ config: { conversationConfig: { conversation: { textOnly: true } } }, firstMessage: 'Hi.' });
    call.model.replies = ['Certainly.'];
    await call.clock.advance(100);
    call.send({ kind: 'user-text', text: 'help me' });
    await call.clock.advance(500);
    expect(call.said()).toEqual(['Hi.', 'Certainly.']);
    expect(call.audio).toHaveLength(0);
  });

  it('X1 the first reason to end wins', async () => {
    const call = start({ firstMessage: 'Hello.' });
    await call.silence(200);
    call.send({ kind: 'hangup', reason: 'participant-left', detail: 'bye' });
    call.ending.abort({ reason: 'host-drained', detail: '' });
    await call.clock.advance(50);
    expect(call.of('conversation-ended')).toHaveLength(1);
    expect(call.outcome?.reason).toBe(call.closedWith);
  });

  it('ends after its longest duration', async () => {
    const call = start({ config: { conversationConfig: { conversation: { maxDurationSeconds: 5 }, turn: { turnTimeout: -1 } } } });
    await call.silence(6_000);
    expect(call.closedWith).toBe('max-duration');
  });

  it('an hour of silence: one that may last that long keeps nothing of it and answers the first words after it', async () => {
    const call = start({ config: { conversationConfig: { turn: { turnTimeout: -1 }, conversation: { maxDurationSeconds: 7_200 } } } });
    for (let second = 0; second < 3_600; second++) {
      call.send({ kind: 'audio-in', pcm: new Int16Array(16_000) });
      await call.clock.advance(1_000);
    }
    expect(call.closedWith).toBeNull();
    expect(call.said()).toEqual([]);
    expect(call.ear.pushedSamples).toBeLessThan(16_000);
    await call.speak('are you still there');
    await call.silence(2_000);
    expect(call.said()).toEqual(['Fine.']);
  });

  it('ends when nothing at all is received for a minute', async () => {
    const call = start({ config: { conversationConfig: { turn: { turnTimeout: -1 } } } });
    await call.clock.advance(61_000);
    expect(call.closedWith).toBe('connection-lost');
  });

  it('sends no faster than the client takes it and gives up on one that takes nothing', async () => {
    const call = start({ firstMessage: 'This is long enough to be paced over several seconds of sound.' });
    await call.silence(300);
    call.buffered = 10_000_000;
    const before = call.audio.length;
    await call.silence(2_000);
    expect(call.audio.length).toBe(before);
    await call.silence(20_000);
    expect(call.of('provider-failed').some((event) => event.message.includes('stopped taking sound'))).toBe(true);
  });

  it('paces sound to a little ahead of what was heard', async () => {
    const call = start({ firstMessage: 'This is long enough to be paced over several seconds of sound.' });
    await call.silence(2_000);
    const sentMs = call.soundSentMs(1);
    expect(sentMs).toBeGreaterThan(1_800);
    expect(sentMs).toBeLessThan(2_400);
    await settle();
  });

  it('U1 tells what each part was used for, U2 and the sum at the end, drafts that nobody heard apart', async () => {
    const call = new ScriptedConversation();
    call.model.replies = ['A draft that is not used.', 'An answer of some length to a question of some length.'];
    await call.speak('my number is', 500);
    await call.silence(400);
    await call.speak('my number is twelve', 600);
    await call.silence(2_500);
    await call.speak('stop, that is enough', 800);
    await call.silence(600);
    call.send({ kind: 'hangup', reason: 'participant-left', detail: '' });
    await call.silence(100);
    const spoken = call.of('usage').find((event) => event.capability === 'text-to-speech' && !event.isSpeculative);
    if (spoken?.capability !== 'text-to-speech') throw new Error('nothing was spoken');
    expect(spoken.heardCharacters).toBeGreaterThan(0);
    expect(spoken.heardCharacters).toBeLessThan(spoken.characters);
    const [total] = call.of('usage-totalled');
    expect(total?.draftsMade).toBeGreaterThan(total?.draftsUsed ?? 0);
    expect(total?.providers.filter(({ isSpeculative }) => isSpeculative).map(({ capability }) => capability)).toContain('language-model');
    const heard = call.of('usage').flatMap((event) => (event.capability === 'speech-to-text' ? [event.seconds] : []));
    expect(total?.providers.find(({ capability }) => capability === 'speech-to-text')?.seconds).toBeCloseTo(
      heard.reduce((sum, seconds) => sum + seconds, 0),
      5,
    );
    expect(call.events.at(-1)?.event.kind).toBe('conversation-ended');
  });

  it('H5 what a client tells of a response that is over changes nothing', async () => {
    const call = new ScriptedConversation({ firstMessage: 'Hello.' });
    call.model.replies = ['An answer of some length to a question of some length.'];
    await call.silence(2_000);
    await call.speak('a question');
    await call.silence(1_500);
    call.send({ kind: 'playhead', responseId: 1, playedMs: 60_000, isDrained: true });
    call.send({ kind: 'mark', responseId: 1, soundMs: 60_000 });
    await call.silence(200);
    await call.speak('stop, that is enough', 800);
    const [, answer] = call.of('response-ended');
    expect(answer?.isInterrupted).toBe(true);
    expect(answer?.heardText.length).toBeLessThan(answer?.text.length ?? 0);
  });
});
