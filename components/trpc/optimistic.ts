import type { QueryClient, QueryKey } from '@tanstack/react-query';

/** What was known before the change was shown. */
interface Before<Data> {
  readonly queries: readonly (readonly [QueryKey, Data | undefined])[];
}

/**
 * Callbacks of a mutation whose outcome is shown at once in every answer under `queryKey`, taken back when the server refuses it, and read anew in any
 * case. `change` gives the answer as it will be.
 */
export function optimistic<Data, Variables>(queries: QueryClient, queryKey: QueryKey, change: (data: Data, variables: Variables) => Data) {
  return {
    async onMutate(variables: Variables): Promise<Before<Data>> {
      // An answer that is under way would take the change back.
      await queries.cancelQueries({ queryKey });
      const before = queries.getQueriesData<Data>({ queryKey });
      queries.setQueriesData<Data>({ queryKey }, (data) => (data === undefined ? undefined : change(data, variables)));
      return { queries: before };
    },
    onError(_error: unknown, _variables: Variables, before: Before<Data> | undefined): void {
      for (const [key, data] of before?.queries ?? []) queries.setQueryData(key, data);
    },
    onSettled: () => queries.invalidateQueries({ queryKey }),
  };
}
