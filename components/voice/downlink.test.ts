import { expect, it } from 'vitest';
import { Downlink } from './downlink';

function listen() {
  const heard: string[] = [];
  const downlink = new Downlink({
    play: (responseId, startMs) => heard.push(`${responseId}@${startMs}`),
    hold: () => heard.push('hold'),
    resume: () => heard.push('resume'),
    flush: (responseId) => heard.push(`flush ${responseId}`),
  });
  return { downlink, heard };
}

const sound = () => new ArrayBuffer(640);

it('drops sound of an interrupted response that was already on its way', () => {
  const { downlink, heard } = listen();
  downlink.take(1, 0, sound());
  downlink.interrupt(1);
  downlink.take(1, 20, sound());
  downlink.take(2, 0, sound());
  expect(heard).toEqual(['1@0', 'flush 1', '2@0']);
});

it('drops sound of a response older than the newest', () => {
  const { downlink, heard } = listen();
  downlink.take(3, 0, sound());
  downlink.take(2, 400, sound());
  expect(heard).toEqual(['3@0']);
});

it('drops sound of responses before an interrupted one that was never heard', () => {
  const { downlink, heard } = listen();
  downlink.interrupt(4);
  downlink.take(3, 0, sound());
  downlink.take(5, 0, sound());
  expect(heard).toEqual(['flush 4', '5@0']);
});

it('ignores a chunk without a sample', () => {
  const { downlink, heard } = listen();
  downlink.take(1, 0, new ArrayBuffer(0));
  expect(heard).toEqual([]);
});
