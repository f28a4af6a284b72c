'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { Failure } from '../layout/failure';
import { useQueryParameters } from '../layout/use-query-parameters';
import { useWorkspace } from '../layout/workspace-context';
import { useTRPC } from '../trpc/client';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { Card } from '../ui/card';
import { Field } from '../ui/field';
import { Skeleton } from '../ui/skeleton';
import { Textarea } from '../ui/textarea';

/** Asks as an agent would, and shows what it would be given. The question stands in the address. */
export function AskPanel({ documentId, hint }: { readonly documentId?: string; readonly hint: string }) {
  const t = useTranslations('knowledge');
  const format = useFormatter();
  const { slug, href } = useWorkspace();
  const trpc = useTRPC();
  const [parameters, setParameters] = useQueryParameters();
  const asked = parameters.get('ask') ?? '';
  const [question, setQuestion] = useState(asked);
  const answer = useQuery({
    ...trpc.knowledge.ask.queryOptions({ workspace: slug, question: asked, limit: 8, ...(documentId === undefined ? {} : { documentIds: [documentId] }) }),
    enabled: asked !== '',
  });
  const ask = (event?: FormEvent) => {
    event?.preventDefault();
    const next = question.trim();
    if (next === '') return;
    if (next === asked) void answer.refetch();
    else setParameters({ ask: next });
  };
  return (
    <Card className="grid gap-4 p-4 sm:p-5">
      <form onSubmit={ask} className="grid gap-3">
        <Field label={<span className="font-serif text-lg">{t('ask')}</span>} hint={hint}>
          {(control) => (
            <Textarea
              rows={2}
              maxLength={2000}
              value={question}
              placeholder={t('askPlaceholder')}
              onChange={(event) => setQuestion(event.target.value)}
              onKeyDown={(event) => {
                if (event.key === 'Enter' && !event.shiftKey) {
                  event.preventDefault();
                  ask();
                }
              }}
              {...control}
            />
          )}
        </Field>
        <Button type="submit" look="primary" className="justify-self-start" isBusy={answer.isFetching} disabled={question.trim() === ''}>
          {t('askButton')}
        </Button>
      </form>
      {answer.isError ? <Failure message={answer.error.message} onRetry={() => void answer.refetch()} /> : null}
      {asked !== '' && answer.isPending && answer.isFetching ? <Skeleton className="h-24" /> : null}
      {answer.data === undefined ? null : (
        <section aria-label={t('passages')} aria-live="polite" className="grid gap-3">
          <p className="text-xs text-ink-soft">
            {t('found', { count: answer.data.passages.length, ms: Math.round(answer.data.latencyMs) })} {t(`method.${answer.data.method}`)}
          </p>
          {answer.data.passages.length === 0 ? <p className="text-sm text-ink-soft">{t('nothingFound')}</p> : null}
          <ol className="grid gap-3">
            {answer.data.passages.map((passage) => (
              <li key={passage.chunkId} className="grid gap-1.5 border-l-2 border-accent/50 pl-3">
                <div className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
                  {documentId === undefined ? (
                    <Link href={href(`/knowledge/${passage.documentId}`)} className="text-sm font-medium hover:text-accent">
                      {passage.title}
                    </Link>
                  ) : (
                    <span className="text-sm font-medium">{passage.title}</span>
                  )}
                  <Badge>{t('score', { value: format.number(passage.score, { maximumFractionDigits: 3 }) })}</Badge>
                  {passage.distance === null ? (
                    <Badge>{t('byWords')}</Badge>
                  ) : (
                    <Badge tone="accent">{t('distance', { value: format.number(passage.distance, { maximumFractionDigits: 2 }) })}</Badge>
                  )}
                </div>
                <p className="line-clamp-6 font-serif text-sm leading-relaxed whitespace-pre-line">{passage.text}</p>
              </li>
            ))}
          </ol>
        </section>
      )}
    </Card>
  );
}
