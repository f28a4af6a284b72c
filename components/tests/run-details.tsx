'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useWorkspace } from '../layout/workspace-context';
import { Button } from '../ui/button';
import { type Run, RunStatus, RunVerdict } from './run-verdict';

/** One run: how it was judged and why, and all that was said and called in it. */
export function RunDetails({ run, title }: { readonly run: Run; readonly title?: string }) {
  const t = useTranslations('tests');
  const { href } = useWorkspace();
  return (
    <section aria-label={title ?? run.testName} className="grid gap-3">
      <div className="flex flex-wrap items-center gap-2">
        {title === undefined ? null : <h3 className="text-sm font-medium">{title}</h3>}
        <RunStatus status={run.status} />
        <div className="ml-auto flex flex-wrap gap-2">
          <Button asChild size="sm">
            <Link href={href(`/tests/runs/${run.id}`)}>{t('replay.open')}</Link>
          </Button>
        </div>
      </div>
      {run.result === null ? null : <RunVerdict result={run.result} />}
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
