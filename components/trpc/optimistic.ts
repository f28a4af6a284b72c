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
 * case. `change` gives the answer as it will be; `input` is what that answer was asked for with.
 */
export function optimistic<Data, Variables>(
  queries: QueryClient,
  queryKey: QueryKey,
  change: (data: Data, variables: Variables, input: unknown) => Data,
): Callbacks<Variables, Before> {
  return {
    async onMutate(variables) {
      // An answer that is under way would take the change back.
      await queries.cancelQueries({ queryKey });
      const before = queries.getQueriesData<Data>({ queryKey });
      for (const [key, data] of before) if (data !== undefined) queries.setQueryData<Data>(key, change(data, variables, inputOf(key)));
      return { queries: before };
    },
    onError(_error, _variables, before) {
      for (const [key, data] of before?.queries ?? []) queries.setQueryData(key, data);
    },
    onSettled: () => queries.invalidateQueries({ queryKey }),
  };
}

function inputOf(key: QueryKey): unknown {
  const asked = key[1];
  return typeof asked === 'object' && asked !== null && 'input' in asked ? asked.input : undefined;
}

/** One mutation's changes of answers of different kinds, shown and taken back together. */
export function together<Variables>(...changes: readonly Callbacks<Variables, Before>[]): Callbacks<Variables, readonly Before[]> {
  return {
    onMutate: (variables) => Promise.all(changes.map((change) => change.onMutate(variables))),
    onError: (error, variables, before) => changes.forEach((change, index) => change.onError(error, variables, before?.[index])),
    onSettled: () => Promise.all(changes.map((change) => change.onSettled())),
  };
}
