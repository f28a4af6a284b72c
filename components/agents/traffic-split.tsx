'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { formOf, number, recordOf } from '../layout/kept-fields';
import { RestoredLine } from '../layout/restored-line';
import { useKeptForm } from '../layout/use-kept-form';
import { useWorkspace } from '../layout/workspace-context';
import { type Answers, useTRPC } from '../trpc/client';
import { Button } from '../ui/button';
import { NumberField } from './number-field';

export interface TrafficSplitProps {
  readonly agentId: string;
  readonly branches: Answers['branches']['list']['items'];
  readonly disabled: boolean;
}

interface Split {
  /** Percentages by branch. */
  readonly shares: Readonly<Record<string, number>>;
}

const readSplit = formOf<Split>({ shares: recordOf(number) });

/** Which share of new conversations runs on which branch. */
export function TrafficSplit({ agentId, branches, disabled }: TrafficSplitProps) {
  const t = useTranslations('editor');
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const saved: Split = { shares: Object.fromEntries(branches.map(({ id, livePercentage }) => [id, livePercentage])) };
  const form = useKeptForm({ name: `agent.${agentId}.traffic`, saved, read: readSplit });
  const { shares } = form.value;
  const total = branches.reduce((sum, { id }) => sum + (shares[id] ?? 0), 0);
  const isChanged = branches.some(({ id, livePercentage }) => (shares[id] ?? 0) !== livePercentage);
  const deploy = useMutation(
    trpc.branches.deploy.mutationOptions({
      onSuccess: async () => {
        form.forget();
        await queries.invalidateQueries({ queryKey: trpc.branches.pathKey() });
      },
    }),
  );
  return (
    <div className="grid gap-4">
      {disabled ? null : <RestoredLine form={form} />}
      <div className="flex flex-wrap gap-x-8 gap-y-4">
        {branches.map(({ id, name }) => (
          <NumberField
            key={id}
            label={name}
            unit="%"
            min={0}
            max={100}
            value={shares[id] ?? 0}
            emptyText="0"
            disabled={disabled}
            onChange={(value) => form.set({ shares: { ...shares, [id]: value ?? 0 } })}
          />
        ))}
      </div>
      {deploy.isError ? (
        <p role="alert" className="text-sm text-danger">
          {deploy.error.message}
        </p>
      ) : null}
      {disabled ? null : (
        <div className="flex flex-wrap items-center gap-3">
          <Button
            look="primary"
            disabled={!isChanged || total !== 100}
            isBusy={deploy.isPending}
            onClick={() => deploy.mutate({ workspace: slug, agentId, shares: branches.map(({ id }) => ({ branchId: id, percentage: shares[id] ?? 0 })) })}
          >
            {t('branches.deploy')}
          </Button>
          <p role="status" className="text-sm text-ink-soft">
            {total === 100 ? '' : t('branches.total', { total })}
          </p>
        </div>
      )}
    </div>
  );
}
