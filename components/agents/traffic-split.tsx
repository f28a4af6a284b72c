'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useWorkspace } from '../layout/workspace-context';
import { type Answers, useTRPC } from '../trpc/client';
import { Button } from '../ui/button';
import { NumberField } from './number-field';

export interface TrafficSplitProps {
  readonly agentId: string;
  readonly branches: Answers['branches']['list']['items'];
  readonly disabled: boolean;
}

/** Which share of new conversations runs on which branch. */
export function TrafficSplit({ agentId, branches, disabled }: TrafficSplitProps) {
  const t = useTranslations('editor');
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [shares, setShares] = useState<Readonly<Record<string, number>>>(Object.fromEntries(branches.map(({ id, livePercentage }) => [id, livePercentage])));
  const total = branches.reduce((sum, { id }) => sum + (shares[id] ?? 0), 0);
  const isChanged = branches.some(({ id, livePercentage }) => (shares[id] ?? 0) !== livePercentage);
  const deploy = useMutation(trpc.branches.deploy.mutationOptions({ onSuccess: () => queries.invalidateQueries({ queryKey: trpc.branches.pathKey() }) }));
  return (
    <div className="grid gap-4">
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
            onChange={(value) => setShares({ ...shares, [id]: value ?? 0 })}
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
