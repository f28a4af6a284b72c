import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import { optimistic, together } from './optimistic';

const key = ['members', 'list'];
interface Members {
  readonly roles: Readonly<Record<string, string>>;
}
const changed = (queries: QueryClient) =>
  optimistic(queries, key, ({ roles }: Members, { id, role }: { readonly id: string; readonly role: string }) => ({ roles: { ...roles, [id]: role } }));

describe('an optimistic change', () => {
  it('is there before the server has answered, in every answer under its key and in no other', async () => {
    const queries = new QueryClient();
    queries.setQueryData([...key, { page: 1 }], { roles: { ada: 'viewer' } });
    queries.setQueryData([...key, { page: 2 }], { roles: {} });
    queries.setQueryData(['agents'], { roles: {} });
    await changed(queries).onMutate({ id: 'ada', role: 'editor' });
    expect(queries.getQueryData([...key, { page: 1 }])).toEqual({ roles: { ada: 'editor' } });
    expect(queries.getQueryData([...key, { page: 2 }])).toEqual({ roles: { ada: 'editor' } });
    expect(queries.getQueryData(['agents'])).toEqual({ roles: {} });
  });

  it('is taken back when the server refuses it, and the answer is read anew', async () => {
    const queries = new QueryClient();
    queries.setQueryData(key, { roles: { ada: 'viewer' } });
    const callbacks = changed(queries);
    const before = await callbacks.onMutate({ id: 'ada', role: 'owner' });
    callbacks.onError(new Error('forbidden'), { id: 'ada', role: 'owner' }, before);
    expect(queries.getQueryData(key)).toEqual({ roles: { ada: 'viewer' } });
    await callbacks.onSettled();
    expect(queries.getQueryState(key)?.isInvalidated).toBe(true);
  });

  it('of answers of two kinds is shown and taken back in both', async () => {
    const queries = new QueryClient();
    queries.setQueryData(['list'], ['Ada']);
    queries.setQueryData(['one'], { name: 'Ada' });
    const renamed = together(
      optimistic(queries, ['list'], (_names: readonly string[], name: string) => [name]),
      optimistic(queries, ['one'], (one: { readonly name: string }, name: string) => ({ ...one, name })),
    );
    const before = await renamed.onMutate('Eva');
    expect([queries.getQueryData(['list']), queries.getQueryData(['one'])]).toEqual([['Eva'], { name: 'Eva' }]);
    renamed.onError(new Error('forbidden'), 'Eva', before);
    expect([queries.getQueryData(['list']), queries.getQueryData(['one'])]).toEqual([['Ada'], { name: 'Ada' }]);
  });
});
