'use client';

import { useMutation, useQueries, useQueryClient } from '@tanstack/react-query';
import { ChevronLeft, CircleSlash, RotateCcw } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { Failure } from '../layout/failure';
import { useQueryParameters } from '../layout/use-query-parameters';
import { useWorkspace } from '../layout/workspace-context';
import { useLiveFeed } from '../live/use-live-feed';
import { type Answers, useTRPC } from '../trpc/client';
import { optimistic } from '../trpc/optimistic';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { Dialog, SheetContent } from '../ui/dialog';
import { Progress } from '../ui/progress';
import { Skeleton } from '../ui/skeleton';
import { Table, TableBody, TableHead, TableRow, Td, Th } from '../ui/table';
import { isFlaky, passRate } from './pass-rate';
import { RunDetails } from './run-details';

type Invocation = Answers['tests']['invocation'];
type Run = Invocation['runs'][number];

/** Tests down, agents and branches across; a cell tells how the runs of one test on one of them went. */
export function ResultsMatrix({ invocationIds }: { readonly invocationIds: readonly string[] }) {
  const t = useTranslations('tests');
  const { slug, may } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [parameters, setParameters] = useQueryParameters();
  // What is open stands in the address: a failure can be shown to somebody else.
  const [invocationOpened, testOpened] = (parameters.get('open') ?? '').split(':');
  const opened = testOpened === undefined ? undefined : { testId: testOpened, invocationId: invocationOpened };
  const setOpened = (cell: { readonly testId: string; readonly invocationId: string } | undefined) =>
    setParameters({ open: cell === undefined ? '' : `${cell.invocationId}:${cell.testId}` });
  const answers = useQueries({
    queries: invocationIds.map((invocationId) => trpc.tests.invocation.queryOptions({ workspace: slug, invocationId })),
  });
  const refresh = () => queries.invalidateQueries({ queryKey: trpc.tests.pathKey() });
  useLiveFeed({ work: 'tests' }, () => void refresh());
  const cancel = useMutation(
    trpc.tests.cancel.mutationOptions({
      ...optimistic(queries, trpc.tests.invocation.pathKey(), (invocation: Invocation, { invocationId }: { invocationId: string }) =>
        invocation.id === invocationId ? cancelled(invocation) : invocation,
      ),
      onSettled: refresh,
    }),
  );
  const again = useMutation(trpc.tests.resubmit.mutationOptions());
  const columns = answers.flatMap(({ data }) => data ?? []);
  const problem = answers.find(({ isError, data }) => isError && data === undefined)?.error;
  if (problem) return <Failure message={problem.message} onRetry={() => void refresh()} />;
  if (columns.length < answers.length) return <Skeleton className="h-48" />;

  const runs = columns.flatMap((column) => column.runs);
  const pending = runs.filter(({ status }) => status === 'pending').length;
  const failed = columns.map((column) => ({ invocationId: column.id, ids: column.runs.filter(({ status }) => status === 'failed').map(({ id }) => id) }));
  const failedCount = failed.reduce((sum, { ids }) => sum + ids.length, 0);
  const tests = [...new Map(runs.map((run) => [run.testId, run.testName])).entries()];
  const openedRuns = columns.find(({ id }) => id === opened?.invocationId)?.runs.filter(({ testId }) => testId === opened?.testId) ?? [];
  const failure = cancel.error?.message ?? again.error?.message;
  return (
    <>
      <div className="flex flex-wrap items-center gap-3">
        <Button look="quiet" className="-ml-2" onClick={() => setParameters({ runs: '', open: '' })}>
          <ChevronLeft aria-hidden />
          {t('allRuns')}
        </Button>
        <p role="status" className="text-sm">
          {pending > 0
            ? t('progress', { done: runs.length - pending, count: runs.length })
            : t('finished', { passed: runs.filter(({ status }) => status === 'passed').length, count: runs.length })}
        </p>
        {may('agents:write') ? (
          <div className="ml-auto flex flex-wrap gap-2">
            {pending > 0 ? (
              <Button
                isBusy={cancel.isPending}
                onClick={() =>
                  void Promise.all(
                    columns.filter(({ counts }) => counts.pending > 0).map(({ id }) => cancel.mutateAsync({ workspace: slug, invocationId: id })),
                  )
                    .catch(() => undefined)
                    .then(refresh)
                }
              >
                <CircleSlash aria-hidden />
                {t('cancelRuns')}
              </Button>
            ) : null}
            {pending === 0 && failedCount > 0 ? (
              <Button
                isBusy={again.isPending}
                onClick={() =>
                  void Promise.all(
                    failed
                      .filter(({ ids }) => ids.length > 0)
                      .map(({ invocationId, ids }) => again.mutateAsync({ workspace: slug, invocationId, testRunIds: ids })),
                  )
                    .catch(() => undefined)
                    .then(refresh)
                }
              >
                <RotateCcw aria-hidden />
                {t('runFailed', { count: failedCount })}
              </Button>
            ) : null}
          </div>
        ) : null}
      </div>
      {pending > 0 ? (
        <Progress value={(runs.length - pending) / runs.length} label={t('progress', { done: runs.length - pending, count: runs.length })} />
      ) : null}
      {failure === undefined ? null : (
        <p role="alert" className="text-sm text-danger">
          {failure}
        </p>
      )}
      <Table aria-label={t('matrix')}>
        <TableHead>
          <tr>
            <Th>{t('test')}</Th>
            {columns.map((column) => (
              <Th key={column.id} className="h-auto py-2 align-top">
                <span className="block text-sm text-ink">{column.agentName ?? t('goneAgent')}</span>
                <span className="block font-normal">
                  {column.branchName === null ? null : column.isDraft ? t('draftOf', { branch: column.branchName }) : column.branchName}
                  {column.versionNumber === null ? null : ` · ${t('versionShort', { number: column.versionNumber })}`}
                </span>
              </Th>
            ))}
          </tr>
        </TableHead>
        <TableBody>
          {tests.map(([testId, name]) => (
            <TableRow key={testId}>
              <th scope="row" className="min-w-40 px-2.5 py-2.5 text-left text-sm font-medium sm:px-3.5">
                {name}
              </th>
              {columns.map((column) => (
                <Td key={column.id}>
                  <Cell
                    runs={column.runs.filter((run) => run.testId === testId)}
                    label={t('cell', { test: name, agent: column.agentName ?? t('goneAgent') })}
                    onOpen={() => setOpened({ testId, invocationId: column.id })}
                  />
                </Td>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
      <Dialog open={opened !== undefined} onOpenChange={() => setOpened(undefined)}>
        {opened === undefined ? null : (
          <SheetContent title={openedRuns[0]?.testName ?? ''} className="w-[min(36rem,100vw)]">
            <div className="grid gap-6 p-5">
              {openedRuns.map((run, index) => (
                <RunDetails key={run.id} run={run} {...(openedRuns.length > 1 ? { title: t('runNumber', { number: index + 1 }) } : {})} />
              ))}
            </div>
          </SheetContent>
        )}
      </Dialog>
    </>
  );
}

function Cell({ runs, label, onOpen }: { readonly runs: readonly Run[]; readonly label: string; readonly onOpen: () => void }) {
  const t = useTranslations('tests');
  const format = useFormatter();
  if (runs.length === 0) return <span className="text-ink-faint">–</span>;
  const count = (status: Run['status']) => runs.filter((run) => run.status === status).length;
  const rate = passRate(count('passed'), count('failed'));
  const percent = (value: number) => format.number(value, { style: 'percent', maximumFractionDigits: 0 });
  return (
    <button type="button" className="grid justify-items-start gap-0.5 rounded-sm text-left" onClick={onOpen}>
      <span className="sr-only">{label}: </span>
      {rate === null ? (
        <Badge tone={count('pending') > 0 ? 'accent' : 'neutral'}>{count('pending') > 0 ? t('status.pending') : t('status.cancelled')}</Badge>
      ) : (
        <Badge tone={rate.passed === rate.judged ? 'good' : isFlaky(rate) ? 'warn' : 'danger'}>
          {runs.length === 1 ? t(rate.passed === 1 ? 'status.passed' : 'status.failed') : t('passedOf', { passed: rate.passed, count: rate.judged })}
        </Badge>
      )}
      {rate !== null && runs.length > 1 ? (
        <span className="whitespace-nowrap text-xs text-ink-faint">{t('interval', { low: percent(rate.low), high: percent(rate.high) })}</span>
      ) : null}
      {rate !== null && count('pending') > 0 ? <span className="text-xs text-ink-faint">{t('counts.pending', { count: count('pending') })}</span> : null}
    </button>
  );
}

/** As it will be once its runs that have not ended are given up. */
function cancelled(invocation: Invocation): Invocation {
  const { counts } = invocation;
  return {
    ...invocation,
    runs: invocation.runs.map((run) => (run.status === 'pending' ? { ...run, status: 'cancelled' } : run)),
    counts: { ...counts, pending: 0, cancelled: counts.cancelled + counts.pending },
  };
}
