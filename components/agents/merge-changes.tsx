'use client';

import { useTranslations } from 'next-intl';
import { Failure } from '../layout/failure';
import { RestoredLine } from '../layout/restored-line';
import { Segmented } from '../ui/segmented';
import { Skeleton } from '../ui/skeleton';
import { ChangeList, readablePath } from './change-list';
import type { MergePreview, Side } from './use-merge-preview';

export interface MergeChangesProps {
  readonly preview: MergePreview;
  /** What the two branches are called. */
  readonly names: Readonly<Record<Side, string>>;
  /** The branch that would be changed: the target of a merge, the source of a rebase. */
  readonly changed: Side;
  /** Whether it is this reader who decides where both changed the same. */
  readonly mayChoose?: boolean;
}

/** What would change, and above it what both branches changed, for somebody to choose. */
export function MergeChanges({ preview, names, changed, mayChoose = true }: MergeChangesProps) {
  const t = useTranslations('editor');
  const other: Side = changed === 'target' ? 'source' : 'target';
  return (
    <>
      {preview.problem === undefined ? null : <Failure message={preview.problem} onRetry={preview.retry} />}
      {preview.conflicts.length === 0 ? null : (
        <section aria-label={t('branches.conflicts')} className="grid grid-cols-1 gap-3">
          <div className="grid gap-0.5">
            <h3 className="font-medium">{t('branches.conflicts')}</h3>
            {mayChoose ? <RestoredLine form={preview.form} /> : null}
            <p className="text-sm text-ink-soft text-pretty">{t(mayChoose ? 'branches.conflictsHelp' : 'branches.conflictsSeen', names)}</p>
          </div>
          {preview.conflicts.map((conflict) => (
            <div key={conflict.path.join('.')} className="grid grid-cols-1 gap-2 rounded-md border border-warn/50 p-3">
              <ChangeList changes={[{ path: conflict.path, before: conflict[changed], after: conflict[other] }]} />
              {mayChoose ? (
                <Segmented
                  className="max-w-full justify-self-start *:min-w-0 *:flex-auto max-sm:w-full"
                  aria-label={t('branches.choose', { path: readablePath(conflict.path) })}
                  value={preview.resolutions[conflict.path.join('.')] ?? ''}
                  options={[
                    { value: changed, label: <span className="truncate">{t('branches.keep', { name: names[changed] })}</span> },
                    { value: other, label: <span className="truncate">{t('branches.take', { name: names[other] })}</span> },
                  ]}
                  onValueChange={(side) => preview.choose(conflict.path, side as Side)}
                />
              ) : null}
            </div>
          ))}
        </section>
      )}
      <Changes preview={preview} name={names[changed]} />
    </>
  );
}

/** What is certain by now. Nothing is said of what depends on choices that were not made. */
function Changes({ preview: { changes, conflicts, left, problem }, name }: { readonly preview: MergePreview; readonly name: string }) {
  const t = useTranslations('editor');
  if (changes === undefined) return problem === undefined ? <Skeleton className="h-32" /> : null;
  if (changes.length === 0) return left === 0 ? <p className="text-sm text-ink-soft">{t('branches.nothingChanges', { name })}</p> : null;
  return (
    <section aria-label={t('branches.changesIn', { name })} className="grid grid-cols-1 gap-3">
      {conflicts.length === 0 ? null : <h3 className="font-medium">{t('branches.changesIn', { name })}</h3>}
      <ChangeList changes={changes} />
    </section>
  );
}
