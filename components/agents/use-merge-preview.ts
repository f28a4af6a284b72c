'use client';

import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { formOf, oneOf, recordOf } from '../layout/kept-fields';
import { type KeptForm, useKeptForm } from '../layout/use-kept-form';
import { useWorkspace } from '../layout/workspace-context';
import { type Answers, useTRPC } from '../trpc/client';
import { type DocumentChange, listChanges } from './document-changes';

export type Side = 'source' | 'target';

/** Which side was chosen, by the path of what both changed. */
export type Resolutions = Readonly<Record<string, Side>>;

interface Chosen {
  readonly resolutions: Resolutions;
}

const nothingChosen: Chosen = { resolutions: {} };
const readChosen = formOf<Chosen>({ resolutions: recordOf(oneOf(['source', 'target'] as const)) });

type Preview = Answers['branches']['previewMerge'];
type Failed = { readonly message: string };

export interface MergePreview {
  /** What would become of the branch that is changed, without what nobody chose yet; undefined until it is known. */
  readonly changes: readonly DocumentChange[] | undefined;
  readonly conflicts: Preview['conflicts'];
  readonly resolutions: Resolutions;
  /** What was chosen, kept until it is done: whoever does it forgets it. */
  readonly form: KeptForm<Chosen>;
  readonly choose: (path: readonly string[], side: Side) => void;
  /** How many choices have still to be made; undefined until it is known. */
  readonly left: number | undefined;
  readonly problem: string | undefined;
  readonly retry: () => void;
}

/** What merging one branch into another would give, and which sides were chosen where both changed the same thing. */
export function useMergePreview(merge: { readonly agentId: string; readonly sourceBranchId: string; readonly targetBranchId: string }): MergePreview {
  const { slug } = useWorkspace();
  const { previewMerge } = useTRPC().branches;
  const form = useKeptForm({ name: `merge.${merge.sourceBranchId}.${merge.targetBranchId}`, saved: nothingChosen, read: readChosen });
  const input = { workspace: slug, ...merge };
  // Without choices, so that what was chosen can be chosen again.
  const open = useQuery(previewMerge.queryOptions(input, fresh));
  const chosen = useQuery(previewMerge.queryOptions({ ...input, resolutions: form.value.resolutions }, { ...fresh, placeholderData: (before) => before }));
  return usePreview({ agentId: merge.agentId, branchId: merge.targetBranchId, open, chosen, form });
}

/** What bringing its parent's commits into a branch would give. The branch is the source, its parent the target. */
export function useRebasePreview(branch: { readonly agentId: string; readonly branchId: string }): MergePreview {
  const { slug } = useWorkspace();
  const { previewRebase } = useTRPC().branches;
  const form = useKeptForm({ name: `rebase.${branch.branchId}`, saved: nothingChosen, read: readChosen });
  const input = { workspace: slug, ...branch };
  const open = useQuery(previewRebase.queryOptions(input, fresh));
  const chosen = useQuery(previewRebase.queryOptions({ ...input, resolutions: form.value.resolutions }, { ...fresh, placeholderData: (before) => before }));
  return usePreview({ ...branch, open, chosen, form });
}

const fresh = { staleTime: 0 } as const;

interface PreviewParts {
  readonly agentId: string;
  /** The branch that is changed. */
  readonly branchId: string;
  readonly open: UseQueryResult<Preview, Failed>;
  readonly chosen: UseQueryResult<Preview, Failed>;
  readonly form: KeptForm<Chosen>;
}

function usePreview({ agentId, branchId, open, chosen, form }: PreviewParts): MergePreview {
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const before = useQuery(trpc.agents.get.queryOptions({ workspace: slug, agentId, branchId }, fresh));
  const { resolutions } = form.value;
  const conflicts = open.data?.conflicts ?? [];
  const undecided = conflicts.filter(({ path }) => resolutions[path.join('.')] === undefined);
  const isKnown = open.data !== undefined && chosen.data !== undefined && before.data !== undefined;
  return {
    changes: isKnown
      ? listChanges(documentOf(before.data), documentOf(chosen.data.agent)).filter((change) => !undecided.some(({ path }) => isWithin(change, path)))
      : undefined,
    conflicts,
    resolutions,
    form,
    choose: (path, side) => form.set({ resolutions: { ...resolutions, [path.join('.')]: side } }),
    left: open.data === undefined ? undefined : undecided.length,
    problem: (open.error ?? chosen.error ?? before.error)?.message,
    retry: () => void Promise.all([open.refetch(), chosen.refetch(), before.refetch()]),
  };
}

/** Whether a change of the document is one of that place in its config. */
function isWithin({ path }: DocumentChange, place: readonly string[]): boolean {
  return path[0] === 'config' && place.every((part, index) => path[index + 1] === part);
}

function documentOf({ name, version }: Answers['agents']['get']) {
  return { name, config: version.config };
}
