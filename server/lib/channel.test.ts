import { describe, expect, it } from 'vitest';
import { Channel } from './channel';

async function drained<T>(channel: Channel<T>): Promise<T[]> {
  const values: T[] = [];
  for await (const value of channel) values.push(value);
  return values;
}

describe('a channel', () => {
  it('gives values in order and what is left after closing', async () => {
    const channel = new Channel<number>({ capacity: 3, whenFull: 'wait' });
    for (const value of [1, 2, 3]) channel.offer(value);
    channel.close();
    expect(await drained(channel)).toEqual([1, 2, 3]);
    expect(channel.offer(4)).toBe(false);
  });

  it('makes producers wait when it is full, and lets them go on as room appears', async () => {
    const channel = new Channel<number>({ capacity: 2, whenFull: 'wait' });
    const sent: number[] = [];
    const producing = (async () => {
      for (let i = 0; i < 6; i++) {
        await channel.send(i);
        sent.push(i);
      }
      channel.close();
    })();
    await new Promise((resolve) => setImmediate(resolve));
    expect(sent).toEqual([0, 1]);
    expect(await drained(channel)).toEqual([0, 1, 2, 3, 4, 5]);
    await producing;
  });

  it('drops the oldest when told to, and says so', () => {
    const dropped: number[] = [];
    const channel = new Channel<number>({ capacity: 2, whenFull: 'drop-oldest', onDrop: (value) => dropped.push(value) });
    for (const value of [1, 2, 3, 4]) expect(channel.offer(value)).toBe(true);
    expect(dropped).toEqual([1, 2]);
    expect(channel.size).toBe(2);
  });

  it('throws its failure at the consumer and forgets what was inside', async () => {
    const channel = new Channel<number>({ capacity: 2, whenFull: 'wait' });
    channel.offer(1);
    channel.fail(new Error('broken'));
    await expect(drained(channel)).rejects.toThrow('broken');
  });

  it('releases waiting producers when the consumer stops early', async () => {
    const channel = new Channel<number>({ capacity: 1, whenFull: 'wait' });
    channel.offer(1);
    const waiting = channel.send(2);
    const afterwards = channel.send(3);
    for await (const value of channel) {
      expect(value).toBe(1);
      break;
    }
    expect(await Promise.all([waiting, afterwards])).toContain(false);
    expect(channel.isClosed).toBe(true);
  });
});
