'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { formOf, number, oneOf, recordOf } from '../layout/kept-fields';
import { useKeptForm } from '../layout/use-kept-form';
import { useWorkspace } from '../layout/workspace-context';
import { type Answers, useTRPC } from '../trpc/client';
import { Button } from '../ui/button';
import { Notice } from '../ui/notice';
import { Segmented } from '../ui/segmented';
import { readablePath, Value } from './change-list';
import { type FieldConflict, fieldConflicts } from './field-conflicts';
import type { AgentDraft } from './use-agent-draft';

type Choice = 'mine' | 'theirs';

interface Choices {
  /** The version of theirs that they were made about. */
  readonly version: number;
  readonly choices: Readonly<Record<string, Choice>>;
}

const readChoices = formOf<Choices>({ version: number, choices: recordOf(oneOf(['mine', 'theirs'] as const)) });

/** Says that somebody else saved while this draft was open, and has one choose where both changed the same. */
export function ConflictsNotice({ agent, draft }: { readonly agent: Answers['agents']['get']; readonly draft: AgentDraft }) {
  const t = useTranslations('editor');
  const { conflicts, isKnown } = useConflicts(agent, draft);
  const version = agent.versionNumber;
  const form = useKeptForm<Choices>({ name: `agent.${agent.id}.${agent.branchId}.conflicts`, saved: { version, choices: {} }, read: readChoices });
  const choices = form.value.version === version ? form.value.choices : {};
  const choose = (next: Choices['choices']) => form.set({ version, choices: next });
  if (draft.begunOn === undefined || !isKnown) return null;
  const title = t('rebasedTitle', { number: agent.versionNumber, name: agent.version.createdByName });
  if (conflicts.length === 0) {
    return (
      <Notice
        title={title}
        action={
          <Button size="sm" onClick={draft.accept}>
            {t('understood')}
          </Button>
        }
      >
        {t('rebased')}
      </Notice>
    );
  }
  const choiceOf = ({ path }: FieldConflict): Choice | undefined => choices[path.join('.')];
  const settle = () => {
    form.discard();
    draft.takeBack(conflicts.filter((conflict) => choiceOf(conflict) === 'theirs').map(({ path }) => path));
    draft.accept();
  };
  return (
    <section aria-label={title} className="grid gap-4 rounded-lg border border-warn/50 bg-surface p-4">
      <div className="grid gap-1">
        <h2 className="font-medium">{title}</h2>
        <p className="text-sm text-ink-soft text-pretty">{t('conflictsHelp', { count: conflicts.length })}</p>
      </div>
      <ul className="grid gap-4">
        {conflicts.map((conflict) => {
          const key = conflict.path.join('.');
          const place = readablePath(conflict.path);
          return (
            <li key={key} className="grid gap-2 border-t pt-3">
              <div className="flex flex-wrap items-center justify-between gap-2">
                <p className="min-w-0 font-mono text-xs break-words text-ink-soft">{place}</p>
                <Segmented
                  aria-label={place}
                  value={choiceOf(conflict) ?? ''}
                  onValueChange={(choice) => choose({ ...choices, [key]: choice as Choice })}
                  options={[
                    { value: 'mine', label: t('keepMine') },
                    { value: 'theirs', label: t('takeTheirs') },
                  ]}
                />
              </div>
              <dl className="grid gap-2 text-sm sm:grid-cols-2">
                {(['mine', 'theirs'] as const).map((side) => (
                  <div key={side} className="min-w-0 rounded-md border bg-paper px-3 py-2">
                    <dt className="text-xs text-ink-faint">{t(side)}</dt>
                    <dd className="max-h-40 overflow-auto break-words whitespace-pre-wrap">
                      <Value value={conflict[side]} />
                    </dd>
                  </div>
                ))}
              </dl>
            </li>
          );
        })}
      </ul>
      <div className="flex flex-wrap items-center justify-end gap-2">
        <Button onClick={() => choose(allOf(conflicts, 'theirs'))}>{t('allTheirs')}</Button>
        <Button onClick={() => choose(allOf(conflicts, 'mine'))}>{t('allMine')}</Button>
        <Button look="primary" disabled={conflicts.some((conflict) => choiceOf(conflict) === undefined)} onClick={settle}>
          {t('settle')}
        </Button>
      </div>
    </section>
  );
}

/** What both this draft and others have changed since it was begun. Nothing is known until the version it was begun on is there. */
export function useConflicts(agent: Answers['agents']['get'], draft: AgentDraft): { readonly conflicts: readonly FieldConflict[]; readonly isKnown: boolean } {
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const { begunOn } = draft;
  const input = { workspace: slug, agentId: agent.id, branchId: agent.branchId, versionNumber: begunOn ?? agent.versionNumber };
  const base = useQuery({ ...trpc.agents.get.queryOptions(input), enabled: begunOn !== undefined, staleTime: Number.POSITIVE_INFINITY });
  if (begunOn === undefined || base.data === undefined) return { conflicts: [], isKnown: base.isError };
  const { name, config } = base.data.version;
  return { conflicts: fieldConflicts({ name, config }, { name: agent.name, config: agent.version.config }, draft.changes), isKnown: true };
}

function allOf(conflicts: readonly FieldConflict[], choice: Choice): Record<string, Choice> {
  return Object.fromEntries(conflicts.map(({ path }) => [path.join('.'), choice]));
}
