import { describe, expect, it, vi } from 'vitest';
import { knowledgeLimits } from '@/server/contracts/knowledge';
import { type SendFile, UploadQueue } from './upload-queue';

/** A sender whose files arrive when the test says so. */
function slowSender() {
  const open = new Map<string, { progress: (value: number) => void; arrive: (id: string) => void; fail: (reason: string) => void }>();
  const send: SendFile = ({ file }, onProgress, signal) =>
    new Promise((resolve, reject) => {
      open.set(file.name, { progress: onProgress, arrive: resolve, fail: (reason) => reject(new Error(reason)) });
      signal.addEventListener('abort', () => reject(new Error('cancelled')));
    });
  return { send, open };
}

const file = (name: string) => new File(['text'], name);
const states = (queue: UploadQueue) => queue.snapshot().map(({ name, state }) => `${name} ${state}`);
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('files on their way into the knowledge base', () => {
  it('go two at a time, and the next follows when one has arrived', async () => {
    const { send, open } = slowSender();
    const onDone = vi.fn<() => void>();
    const queue = new UploadQueue(send, onDone);
    queue.add([file('a'), file('b'), file('c')], null);
    expect(states(queue)).toEqual(['a sending', 'b sending', 'c waiting']);
    open.get('a')?.progress(0.5);
    expect(queue.snapshot()[0]).toMatchObject({ state: 'sending', progress: 0.5 });
    open.get('a')?.progress(1);
    expect(states(queue)[0]).toBe('a reading');
    open.get('a')?.arrive('doc_1');
    await settled();
    expect(states(queue)).toEqual(['a done', 'b sending', 'c sending']);
    expect(onDone).toHaveBeenCalledTimes(1);
  });

  it('keep the reason when one is refused, and can be tried again', async () => {
    const { send, open } = slowSender();
    const queue = new UploadQueue(send, () => undefined);
    queue.add([file('a')], 'folder');
    open.get('a')?.fail('This is no PDF.');
    await settled();
    const [failed] = queue.snapshot();
    expect(failed).toMatchObject({ state: 'failed', problem: 'This is no PDF.' });
    queue.retry(failed?.id ?? 0);
    expect(states(queue)).toEqual(['a sending']);
  });

  it('make room when one is taken off the list', async () => {
    const { send } = slowSender();
    const queue = new UploadQueue(send, () => undefined);
    queue.add([file('a'), file('b'), file('c')], null);
    queue.remove(queue.snapshot()[0]?.id ?? 0);
    await settled();
    expect(states(queue)).toEqual(['b sending', 'c sending']);
  });

  it('never leave the browser when they are too large', () => {
    const { send, open } = slowSender();
    const queue = new UploadQueue(send, () => undefined);
    const large = file('large');
    Object.defineProperty(large, 'size', { value: knowledgeLimits.fileBytes + 1 });
    queue.add([large], null);
    expect(queue.snapshot()[0]).toMatchObject({ state: 'failed', problem: 'too_large' });
    expect(open.size).toBe(0);
  });
});
