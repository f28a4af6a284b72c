import type { QueryClient, QueryKey } from '@tanstack/react-query';

/** What was known before the change was shown. */
interface Before {
  readonly queries: readonly (readonly [QueryKey, unknown])[];
}

interface Callbacks<Variables, Context> {
  onMutate(variables: Variables): Promise<Context>;
  onError(error: unknown, variables: Variables, before: Context | undefined): void;
  onSettled(): Promise<unknown>;
}

/**
 * Callbacks of a mutation whose outcome is shown at once in every answer under `queryKey`, taken back when the server refuses it, and read anew in any
 * case. `change` gives the answer as it will be.
 */
export function optimistic<Data, Variables>(
  queries: QueryClient,
  queryKey: QueryKey,
  change: (data: Data, variables: Variables) => Data,
): Callbacks<Variables, Before> {
  return {
    async onMutate(variables) {
      // An answer that is under way would take the change back.
      await queries.cancelQueries({ queryKey });
      const before = queries.getQueriesData<Data>({ queryKey });
      queries.setQueriesData<Data>({ queryKey }, (data) => (data === undefined ? undefined : change(data, variables)));
      return { queries: before };
    },
    onError(_error, _variables, before) {
      for (const [key, data] of before?.queries ?? []) queries.setQueryData(key, data);
    },
    onSettled: () => queries.invalidateQueries({ queryKey }),
  };
}

/** One mutation's changes of answers of different kinds, shown and taken back together. */
export function together<Variables>(...changes: readonly Callbacks<Variables, Before>[]): Callbacks<Variables, readonly Before[]> {
  return {
    onMutate: (variables) => Promise.all(changes.map((change) => change.onMutate(variables))),
    onError: (error, variables, before) => changes.forEach((change, index) => change.onError(error, variables, before?.[index])),
    onSettled: () => Promise.all(changes.map((change) => change.onSettled())),
  };
}
