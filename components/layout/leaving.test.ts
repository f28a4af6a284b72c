import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Leaving, undoMs } from './leaving';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('what is to be deleted', () => {
  it('is out of sight at once, and deleted once it can no longer be brought back', async () => {
    const { leaving, remove, onGone } = oneLeaving();
    expect(leaving.state.ids.has('view_1')).toBe(true);
    await vi.advanceTimersByTimeAsync(undoMs - 1);
    expect(remove).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(remove).toHaveBeenCalledOnce();
    expect(onGone).toHaveBeenCalledOnce();
  });

  it('is seen again when it is brought back, and is not deleted', async () => {
    const { leaving, remove } = oneLeaving();
    leaving.bringBack('view_1');
    expect(leaving.state.ids.has('view_1')).toBe(false);
    await vi.advanceTimersByTimeAsync(undoMs * 2);
    expect(remove).not.toHaveBeenCalled();
  });

  it('is deleted at once when the page is left, and only once', async () => {
    const { leaving, remove } = oneLeaving();
    await leaving.finishAll();
    await vi.advanceTimersByTimeAsync(undoMs * 2);
    leaving.bringBack('view_1');
    expect(remove).toHaveBeenCalledOnce();
  });

  it('is seen again with the reason when it cannot be deleted; another try clears the reason', async () => {
    const { leaving } = oneLeaving(() => Promise.reject(new Error('not yours')));
    await vi.advanceTimersByTimeAsync(undoMs);
    expect(leaving.state.ids.size).toBe(0);
    expect(leaving.state.problems).toEqual({ views: 'not yours' });
    leaving.begin({ id: 'view_2', kind: 'views', remove: () => Promise.resolve() }, () => undefined);
    expect(leaving.state.problems).toEqual({});
  });
});

function oneLeaving(how: () => Promise<void> = () => Promise.resolve()) {
  const leaving = new Leaving();
  const remove = vi.fn<() => Promise<void>>(how);
  const onGone = vi.fn<() => void>();
  leaving.begin({ id: 'view_1', kind: 'views', remove }, onGone);
  return { leaving, remove, onGone };
}
