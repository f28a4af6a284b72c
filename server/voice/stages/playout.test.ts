import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../testing/virtual-clock';
import type { Transport } from '../transport';
import { Playout } from './playout';

const rate = 16_000;

function playing(line: Partial<Transport>, soundMs = 2_000) {
  const clock = new VirtualClock();
  const marks: number[] = [];
  const transport: Transport = {
    uplink: (async function* () {})(),
    outputSampleRate: rate,
    reportsPlayhead: false,
    canHold: false,
    leadMs: 5_000,
    sendAudio() {},
    sendEvent() {},
    bufferedBytes: () => 0,
    close() {},
    ...line,
    ...(line.sendMark === undefined ? {} : { sendMark: (_: number, at: number) => void marks.push(at) }),
  };
  const playout = new Playout(1, { transport, clock, now: () => clock.nowMs(), track: null, mayBegin: null });
  playout.timing.addSegment('one two three four five six seven eight nine ten');
  const stop = new AbortController();
  async function* speech() {
    for (let at = 0; at < soundMs; at += 100) yield { pcm: new Int16Array(rate / 10) };
    yield { pcm: new Int16Array(0), endsSegment: 0 };
  }
  let isOver = false;
  void playout
    .play(speech(), rate, () => undefined, stop.signal)
    .then(
      () => {
        isOver = true;
      },
      () => undefined,
    );
  return { clock, playout, marks, stop, isOver: () => isOver };
}

describe('what was heard', () => {
  it('H3 is reckoned from what was sent and the measured delay of the line', async () => {
    const near = playing({ networkDelayMs: 20 });
    const far = playing({ networkDelayMs: 400 });
    await near.clock.advance(1_000);
    await far.clock.advance(1_000);
    expect(near.playout.playedMs()).toBe(980);
    expect(far.playout.playedMs()).toBe(600);
    expect(far.playout.timing.heardText(far.playout.playedMs()).length).toBeLessThan(near.playout.timing.heardText(near.playout.playedMs()).length);
  });

  it('H3 is what the carrier says it played; the last mark ends the response', async () => {
    const call = playing({ sendMark: () => undefined, networkDelayMs: 20 }, 600);
    await call.clock.advance(400);
    expect(call.marks).toEqual([240, 480, 600]);
    // The carrier was late: less was heard than the clock makes believe.
    call.playout.marked(240);
    expect(call.playout.playedMs()).toBe(240);
    await call.clock.advance(100);
    expect(call.playout.playedMs()).toBe(340);
    call.playout.marked(480);
    // A mark that comes late tells nothing new.
    call.playout.marked(240);
    expect(call.playout.playedMs()).toBe(480);
    expect(call.isOver()).toBe(false);
    call.playout.marked(600);
    await call.clock.advance(250);
    expect(call.isOver()).toBe(true);
  });

  it('H4 nothing counts as heard after a response was cut', async () => {
    const call = playing({ sendMark: () => undefined }, 1_000);
    await call.clock.advance(300);
    call.playout.marked(240);
    const heard = call.playout.cut();
    call.stop.abort({ kind: 'barge-in' });
    await call.clock.advance(500);
    call.playout.marked(960);
    expect(call.playout.playedMs()).toBe(heard);
  });
});
