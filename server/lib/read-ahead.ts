import { Channel } from './channel';

/**
 * The same values, fetched ahead of whoever takes them by at most `ahead`. A failure comes after the values before it. Stopping early stops
 * the source: its `finally` has run when this one's has.
 */
export async function* readAhead<T>(source: AsyncIterable<T>, ahead: number): AsyncGenerator<T, void, void> {
  const channel = new Channel<T>({ capacity: ahead, whenFull: 'wait' });
  let failure: { readonly error: unknown } | null = null;
  const pumping = (async () => {
    try {
      for await (const value of source) if (!(await channel.send(value))) return;
    } catch (error) {
      failure = { error };
    } finally {
      channel.close();
    }
  })();
  try {
    yield* channel;
    await pumping;
    if (failure !== null) throw (failure as { readonly error: unknown }).error;
  } finally {
    channel.close();
    await pumping;
  }
}
