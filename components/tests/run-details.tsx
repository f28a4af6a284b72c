'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useWorkspace } from '../layout/workspace-context';
import type { Answers } from '../trpc/client';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import type { TestDocument } from './test-document';

type Run = Answers['tests']['invocation']['runs'][number];

const tones = { passed: 'good', failed: 'danger', pending: 'accent', cancelled: 'neutral' } as const;

/** One run: how it was judged and why, and all that was said and called in it. */
export function RunDetails({ run, title }: { readonly run: Run; readonly title?: string }) {
  const t = useTranslations('tests');
  const { href } = useWorkspace();
  const conversationId = (run.document as TestDocument).from_conversation_metadata?.conversation_id;
  const reasons = run.result?.messages.filter((message) => message !== run.result?.summary) ?? [];
  return (
    <section aria-label={title ?? run.testName} className="grid gap-3">
      <div className="flex flex-wrap items-center gap-2">
        {title === undefined ? null : <h3 className="text-sm font-medium">{title}</h3>}
        <Badge tone={tones[run.status]}>{t(`status.${run.status}`)}</Badge>
        <div className="ml-auto flex flex-wrap gap-2">
          <Button asChild size="sm">
            <Link href={href(`/tests/${run.testId}`)}>{t('openTest')}</Link>
          </Button>
          {conversationId === undefined ? null : (
            <Button asChild size="sm">
              <Link href={href(`/conversations/${conversationId}`)}>{t('openConversation')}</Link>
            </Button>
          )}
        </div>
      </div>
      {run.result === null ? null : (
        <div className="grid gap-1 text-sm">
          <p className="text-pretty">{run.result.summary}</p>
          {reasons.length === 0 ? null : (
            <ul className="list-disc pl-4 text-ink-soft">
              {reasons.map((reason) => (
                <li key={reason} className="text-pretty">
                  {reason}
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
      {run.responses.length === 0 ? (
        run.status === 'pending' ? null : (
          <p className="text-sm text-ink-faint">{t('nothingSaid')}</p>
        )
      ) : (
        <ol aria-label={t('said')} className="grid gap-2">
          {run.responses.map((item, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a run's transcript does not change
            <li key={index} className="grid gap-1">
              <span className={item.role === 'agent' ? 'text-xs text-agent' : 'text-xs text-participant'}>{t(`roles.${item.role}`)}</span>
              {item.message === null || item.message === '' ? null : <p className="text-sm text-pretty">{item.message}</p>}
              {item.toolCalls?.map((call) => (
                <p key={call.requestId} className="rounded-sm bg-sunken px-2 py-1 font-mono text-xs break-words">
                  {call.toolName}({call.paramsAsJson})
                </p>
              ))}
              {item.toolResults?.map((result) => (
                <p key={result.requestId} className="rounded-sm bg-sunken px-2 py-1 font-mono text-xs break-words">
                  {result.toolName} → {result.resultValue}
                </p>
              ))}
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
