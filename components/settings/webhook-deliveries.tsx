'use client';

import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { RotateCw, Send } from 'lucide-react';
import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import { Failure } from '../layout/failure';
import { useQueryParameters } from '../layout/use-query-parameters';
import { useWorkspace } from '../layout/workspace-context';
import { useLiveFeed } from '../live/use-live-feed';
import { type Answers, useTRPC } from '../trpc/client';
import { Badge, type BadgeTone } from '../ui/badge';
import { Button } from '../ui/button';
import { CodeBlock } from '../ui/code-block';
import { Dialog, SheetContent } from '../ui/dialog';
import { EmptyState } from '../ui/empty-state';
import { Segmented } from '../ui/segmented';
import { Skeleton } from '../ui/skeleton';
import { Table, TableBody, TableHead, TableRow, Td, Th } from '../ui/table';
import { toast } from '../ui/toaster';

type Delivery = Answers['webhooks']['deliveries']['items'][number];

const statuses = ['delivered', 'pending', 'failed'] as const;
const tones: Readonly<Record<Delivery['status'], BadgeTone>> = { delivered: 'good', pending: 'neutral', failed: 'danger' };

/** What a webhook was sent; which one is open stands in the address. */
export function WebhookDeliveries({ webhookId }: { readonly webhookId: string }) {
  const t = useTranslations('webhooks');
  const ui = useTranslations('ui');
  const format = useFormatter();
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const [parameters, setParameters] = useQueryParameters();
  const status = statuses.find((known) => known === parameters.get('status'));
  const open = parameters.get('delivery');
  const deliveries = useInfiniteQuery({
    ...trpc.webhooks.deliveries.infiniteQueryOptions(
      { workspace: slug, webhookId, ...(status === undefined ? {} : { status }) },
      { getNextPageParam: (page) => page.nextCursor ?? undefined },
    ),
    placeholderData: keepPreviousData,
  });
  useLiveFeed({ work: 'webhooks' }, () => void deliveries.refetch());
  const rows = deliveries.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Segmented
          aria-label={t('state')}
          value={status ?? ''}
          onValueChange={(value) => setParameters({ status: value })}
          options={[{ value: '', label: t('all') }, ...statuses.map((value) => ({ value, label: t(`status.${value}`) }))]}
        />
        <Button look="quiet" size="icon" aria-label={ui('retry')} isBusy={deliveries.isRefetching} onClick={() => void deliveries.refetch()}>
          {deliveries.isRefetching ? null : <RotateCw aria-hidden />}
        </Button>
      </div>
      {deliveries.isError ? <Failure message={deliveries.error.message} onRetry={() => void deliveries.refetch()} /> : null}
      {deliveries.isPending ? <Skeleton className="h-40" /> : null}
      {deliveries.isSuccess && rows.length === 0 ? (
        <EmptyState picture={<Send aria-hidden />} title={t('noDeliveriesTitle')} description={t('noDeliveriesHelp')} />
      ) : null}
      {rows.length === 0 ? null : (
        <Table aria-label={t('log')}>
          <TableHead>
            <tr>
              <Th>{t('when')}</Th>
              <Th>{t('event')}</Th>
              <Th>{t('state')}</Th>
              <Th className="hidden sm:table-cell">{t('answer')}</Th>
              <Th className="hidden sm:table-cell">{t('tries')}</Th>
            </tr>
          </TableHead>
          <TableBody>
            {rows.map((row) => (
              <TableRow key={row.id}>
                <Td className="sm:whitespace-nowrap">
                  <button type="button" className="text-left font-medium hover:underline" onClick={() => setParameters({ delivery: row.id })}>
                    {format.dateTime(row.createdAt, { dateStyle: 'medium', timeStyle: 'medium' })}
                  </button>
                </Td>
                <Td>{t(`type.${row.type}`)}</Td>
                <Td>
                  <Badge tone={tones[row.status]}>{t(`status.${row.status}`)}</Badge>
                </Td>
                <Td className="hidden text-ink-soft sm:table-cell">{row.problem ?? row.statusCode ?? ''}</Td>
                <Td className="hidden font-mono text-xs text-ink-soft sm:table-cell">{row.attempts}</Td>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
      {deliveries.hasNextPage ? (
        <Button className="justify-self-center" isBusy={deliveries.isFetchingNextPage} onClick={() => void deliveries.fetchNextPage()}>
          {ui('loadMore')}
        </Button>
      ) : null}
      <Dialog open={open !== null} onOpenChange={(isOpen) => (isOpen ? undefined : setParameters({ delivery: '' }))}>
        {open === null ? null : <DeliverySheet deliveryId={open} />}
      </Dialog>
    </>
  );
}

function DeliverySheet({ deliveryId }: { readonly deliveryId: string }) {
  const t = useTranslations('webhooks');
  const format = useFormatter();
  const { slug, may, href } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [, setParameters] = useQueryParameters();
  const delivery = useQuery(trpc.webhooks.delivery.queryOptions({ workspace: slug, deliveryId }));
  const replay = useMutation(
    trpc.webhooks.replay.mutationOptions({
      onSuccess: async (id) => {
        toast.success(t('replayed'));
        setParameters({ delivery: id });
        await queries.invalidateQueries({ queryKey: trpc.webhooks.deliveries.pathKey() });
      },
    }),
  );
  const { data } = delivery;
  return (
    <SheetContent title={data === undefined ? t('log') : t(`type.${data.type}`)} className="w-[min(40rem,100vw)]">
      <div className="grid gap-5 p-5">
        {delivery.isError ? <Failure message={delivery.error.message} onRetry={() => void delivery.refetch()} /> : null}
        {delivery.isPending ? <Skeleton className="h-60" /> : null}
        {data === undefined ? null : (
          <>
            <div className="flex flex-wrap items-center gap-3">
              <Badge tone={tones[data.status]}>{t(`status.${data.status}`)}</Badge>
              <span className="text-sm text-ink-soft">{format.dateTime(data.createdAt, { dateStyle: 'medium', timeStyle: 'medium' })}</span>
              {may('webhooks:write') ? (
                <Button size="sm" className="ml-auto" isBusy={replay.isPending} onClick={() => replay.mutate({ workspace: slug, deliveryId })}>
                  <RotateCw aria-hidden />
                  {t('replay')}
                </Button>
              ) : null}
            </div>
            {replay.isError ? (
              <p role="alert" className="text-sm text-danger">
                {replay.error.message}
              </p>
            ) : null}
            {data.problem === null ? null : <p className="text-sm text-danger">{data.problem}</p>}
            {data.conversationId === null ? null : (
              <Link href={href(`/conversations/${data.conversationId}`)} className="justify-self-start text-sm text-accent underline underline-offset-3">
                {t('conversation')}
              </Link>
            )}
            {data.tries.map((attempt, index) => (
              <section key={attempt.at} className="grid gap-2">
                <h3 className="flex flex-wrap items-baseline gap-x-3 text-sm font-medium">
                  {t('tryAt', { number: index + 1 })}
                  <span className="font-mono text-xs text-ink-soft">{attempt.statusCode ?? t('noAnswer')}</span>
                  <span className="text-xs font-normal text-ink-faint">
                    {format.dateTime(new Date(attempt.at), { timeStyle: 'medium', dateStyle: 'short' })} · {t('tookMs', { ms: attempt.durationMs })}
                  </span>
                </h3>
                {attempt.problem === null ? null : <p className="text-sm text-danger">{attempt.problem}</p>}
                {attempt.answer === null ? null : attempt.answer === '' ? (
                  <p className="text-sm text-ink-faint">{t('emptyAnswer')}</p>
                ) : (
                  <CodeBlock code={attempt.answer} />
                )}
              </section>
            ))}
            <section className="grid gap-2">
              <h3 className="text-sm font-medium">{t('request')}</h3>
              <p className="font-mono text-xs break-all text-ink-soft">POST {data.url}</p>
              {data.requestBody === null ? (
                <p className="text-sm text-ink-faint">{data.attempts === 0 ? t('notSent') : t('noRequest')}</p>
              ) : (
                <CodeBlock code={readable(data.requestBody)} />
              )}
            </section>
          </>
        )}
      </div>
    </SheetContent>
  );
}

/** JSON with line breaks; what was cut is shown as it is. */
function readable(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
