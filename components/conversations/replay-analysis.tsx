'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { RefreshCw } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useState } from 'react';
import { usePastTime } from '../i18n/use-past-time';
import { useWorkspace } from '../layout/workspace-context';
import { type Answers, useTRPC } from '../trpc/client';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { Notice } from '../ui/notice';

type Analysis = NonNullable<Answers['conversations']['get']['analysis']>;

const tones = { success: 'good', failure: 'danger', unknown: 'neutral' } as const;
/** A judgement is made by a job, and the page hears when it is done; it waits so long. */
const waitAtMostMs = 90_000;

/** How the conversation was judged, and what was picked out of it, each with the reason given. */
export function ReplayAnalysis({ conversation }: { readonly conversation: Answers['conversations']['get'] }) {
  const t = useTranslations('replay');
  const { analysis } = conversation;
  const criteria = analysis?.criteria ?? [];
  const collected = analysis?.collected ?? [];
  return (
    <div className="grid gap-5">
      <Rerun conversation={conversation} />
      <Topic conversationId={conversation.id} />
      {analysis === null ? <p className="text-sm text-ink-soft">{t('notAnalysed')}</p> : null}
      {analysis !== null && criteria.length + collected.length === 0 ? <NothingAsked agentId={conversation.agentId} /> : null}
      {criteria.length === 0 ? null : <Criteria criteria={criteria} />}
      {collected.length === 0 ? null : <Collected collected={collected} />}
    </div>
  );
}

function NothingAsked({ agentId }: { readonly agentId: string }) {
  const t = useTranslations('replay');
  const { href } = useWorkspace();
  const link = (words: ReactNode) => (
    <Link href={href(`/agents/${agentId}?tab=analysis`)} className="text-accent underline underline-offset-3">
      {words}
    </Link>
  );
  return <p className="text-sm text-ink-soft">{t.rich('nothingAsked', { link })}</p>;
}

/** What it was about, and the way to the others that were. */
function Topic({ conversationId }: { readonly conversationId: string }) {
  const t = useTranslations('replay');
  const { slug, href } = useWorkspace();
  const topic = useQuery(useTRPC().conversations.topic.queryOptions({ workspace: slug, conversationId }));
  if (topic.data === undefined || topic.data === null) return null;
  return (
    <p className="flex flex-wrap items-center gap-2 text-sm">
      <span className="text-ink-soft">{t('topic')}</span>
      <Link
        href={href(`/conversations?topic=${topic.data.id}`)}
        className="rounded-full border bg-accent-soft px-3 py-1 text-xs text-accent-ink hover:border-accent"
      >
        {topic.data.label}
      </Link>
    </p>
  );
}

function Rerun({ conversation }: { readonly conversation: Answers['conversations']['get'] }) {
  const t = useTranslations('replay');
  const { slug, may } = useWorkspace();
  const trpc = useTRPC();
  const rerun = useMutation(trpc.evaluations.rerun.mutationOptions());
  const judgedAt = conversation.analysis?.judgedAt ?? '';
  /** When it had been judged as it was asked for again; undefined: nobody waits. */
  const [before, setBefore] = useState<string>();
  const [isLate, setIsLate] = useState(false);
  const isWaiting = before !== undefined && before === judgedAt;
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setTimeout(() => {
      setBefore(undefined);
      setIsLate(true);
    }, waitAtMostMs);
    return () => clearTimeout(timer);
  }, [isWaiting]);
  const pastTime = usePastTime();
  const judge = conversation.analysis?.judgedBy;
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="text-sm text-ink-soft">
          {conversation.analysis === null ? null : judge === null || judge === undefined ? t('judgedByRules') : t('judgedBy', { model: judge })}
          {judgedAt === '' ? null : ` ${pastTime(new Date(judgedAt))}`}
        </p>
        {may('conversations:write') && conversation.endedAt !== null ? (
          <Button
            size="sm"
            isBusy={rerun.isPending || isWaiting}
            onClick={() => {
              setIsLate(false);
              rerun.mutate({ workspace: slug, conversationId: conversation.id }, { onSuccess: () => setBefore(judgedAt) });
            }}
          >
            {rerun.isPending || isWaiting ? null : <RefreshCw aria-hidden />}
            {t('runAgain')}
          </Button>
        ) : null}
      </div>
      {rerun.isError ? <Notice tone="danger">{rerun.error.message}</Notice> : null}
      {isLate ? <Notice>{t('stillJudging')}</Notice> : null}
      <p role="status" className="sr-only">
        {isWaiting ? t('judging') : ''}
      </p>
    </div>
  );
}

function Criteria({ criteria }: { readonly criteria: Analysis['criteria'] }) {
  const t = useTranslations('replay');
  const outcomes = useTranslations('conversations.outcomes');
  return (
    <section className="grid gap-2">
      <h2 className="text-sm font-medium">{t('criteria')}</h2>
      <ul className="grid gap-2">
        {criteria.map(({ criterionId, name, result, rationale, score, maxScore }) => (
          <li key={criterionId} className="grid gap-1 rounded-md border bg-surface px-3 py-2.5">
            <p className="flex flex-wrap items-center gap-2">
              <span className="font-medium">{name === '' ? criterionId : name}</span>
              <Badge tone={tones[result]}>{outcomes(result)}</Badge>
              {score === null || maxScore === null ? null : <span className="text-xs text-ink-soft">{t('points', { score, most: maxScore })}</span>}
            </p>
            {rationale === '' ? null : <p className="text-ink-soft text-pretty">{rationale}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Collected({ collected }: { readonly collected: Analysis['collected'] }) {
  const t = useTranslations('replay');
  const ui = useTranslations('ui');
  return (
    <section className="grid gap-2">
      <h2 className="text-sm font-medium">{t('collected')}</h2>
      <dl className="grid gap-2">
        {collected.map(({ itemId, value, rationale, schema }) => (
          <div key={itemId} className="grid gap-1 rounded-md border bg-surface px-3 py-2.5">
            <dt className="text-xs text-ink-faint">{typeof schema['name'] === 'string' && schema['name'] !== '' ? schema['name'] : itemId}</dt>
            <dd className="grid gap-1">
              <span className="font-mono break-words">{value === null ? ui('none') : String(value)}</span>
              {rationale === '' ? null : <span className="text-ink-soft text-pretty">{rationale}</span>}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
