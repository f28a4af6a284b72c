'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowRight, Check, X } from 'lucide-react';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { useWorkspace } from '../layout/workspace-context';
import { type Answers, useTRPC } from '../trpc/client';
import { optimistic } from '../trpc/optimistic';
import { Button } from '../ui/button';
import { Card } from '../ui/card';
import { cn } from '../ui/cn';
import { CodeBlock } from '../ui/code-block';
import { Dialog, DialogContent } from '../ui/dialog';
import { Notice } from '../ui/notice';
import { Progress } from '../ui/progress';

/** What makes a workspace useful, each step seen by the server in what there is. Goes away once all is done, or when it is put away. */
export function FirstSteps() {
  const t = useTranslations('home');
  const locale = useLocale();
  const { slug, href, may } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [isEmbedding, setIsEmbedding] = useState(false);
  const firstSteps = useQuery(trpc.home.firstSteps.queryOptions({ workspace: slug }));
  const agents = useQuery(trpc.agents.list.queryOptions({ workspace: slug, sortBy: 'createdAt', order: 'asc' }));
  const dismiss = useMutation(
    trpc.home.dismissFirstSteps.mutationOptions(
      optimistic(
        queries,
        trpc.home.firstSteps.queryKey({ workspace: slug }),
        (steps: Answers['home']['firstSteps'], { isDismissed }: { isDismissed: boolean }) => ({
          ...steps,
          isDismissed,
        }),
      ),
    ),
  );
  if (firstSteps.data === undefined || agents.data === undefined) return null;
  if (firstSteps.data.isDismissed) {
    // Only while the page that put them away is open: whoever comes back later does not want them.
    if (dismiss.isIdle) return null;
    return (
      <Notice
        action={
          <Button size="sm" isBusy={dismiss.isPending} onClick={() => dismiss.mutate({ workspace: slug, isDismissed: false })}>
            {t('undo')}
          </Button>
        }
      >
        {t('dismissed')}
      </Notice>
    );
  }
  const { done } = firstSteps.data;
  const { items } = agents.data;
  // The agent to try first speaks the viewer's language, if there is one.
  const first = items.find((agent) => agent.language.split('-')[0] === locale.split('-')[0]) ?? items[0];
  const embedded = items.find((agent) => agent.isCreator) ?? first;
  const steps = [
    ...(first === undefined ? [] : [{ name: 'talk', path: `/agents/${first.id}` } as const]),
    ...(may('agents:write') ? [{ name: 'create', path: '/agents?new=1' } as const] : []),
    ...(may('knowledge:write') ? [{ name: 'knowledge', path: '/knowledge' } as const] : []),
    ...(may('credentials:write') ? [{ name: 'provider', path: '/settings/providers' } as const] : []),
    ...(may('agents:write') && embedded !== undefined ? [{ name: 'website', path: undefined } as const] : []),
    ...(may('members:write') ? [{ name: 'invite', path: '/settings/members' } as const] : []),
  ];
  const count = steps.filter((step) => done[step.name]).length;
  if (count === steps.length) return null;
  const next = steps.find((step) => !done[step.name]);
  return (
    <Card className="grid gap-5 p-5 sm:p-6">
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
        <h2 className="font-serif text-xl font-medium">{t('startTitle')}</h2>
        <span className="text-xs text-ink-faint">{t('progress', { done: count, total: steps.length })}</span>
        <Progress value={count / steps.length} label={t('startTitle')} className="sm:ml-auto sm:max-w-40" />
        <Button look="quiet" size="sm" isBusy={dismiss.isPending} onClick={() => dismiss.mutate({ workspace: slug, isDismissed: true })}>
          <X aria-hidden />
          {t('dismiss')}
        </Button>
      </div>
      {dismiss.isError ? <Notice tone="danger">{dismiss.error.message}</Notice> : null}
      <ol className="grid gap-x-8 gap-y-4 md:grid-cols-2 xl:grid-cols-3">
        {steps.map((step) => {
          const isDone = done[step.name];
          const look = step === next ? 'primary' : 'plain';
          return (
            <li key={step.name} className="flex items-start gap-3">
              <span
                className={cn(
                  'mt-0.5 grid size-5 shrink-0 place-items-center rounded-full border',
                  isDone ? 'border-accent bg-accent text-on-accent' : 'border-edge',
                )}
              >
                {isDone ? <Check className="size-3" aria-hidden /> : null}
              </span>
              <div className="grid justify-items-start gap-1">
                <p className={cn('text-sm font-medium', isDone && 'text-ink-soft')}>
                  {t(`steps.${step.name}.title`)}
                  {isDone ? <span className="sr-only"> ({t('done')})</span> : null}
                </p>
                {isDone ? null : (
                  <>
                    <p className="text-sm text-ink-soft text-pretty">{t(`steps.${step.name}.help`)}</p>
                    {step.path === undefined ? (
                      <Button size="sm" look={look} className="mt-1" onClick={() => setIsEmbedding(true)}>
                        {t(`steps.${step.name}.action`)}
                      </Button>
                    ) : (
                      <Button asChild size="sm" look={look} className="mt-1">
                        <Link href={href(step.path)}>
                          {t(`steps.${step.name}.action`, { name: first?.name ?? '' })}
                          <ArrowRight aria-hidden />
                        </Link>
                      </Button>
                    )}
                  </>
                )}
              </div>
            </li>
          );
        })}
      </ol>
      <Dialog open={isEmbedding} onOpenChange={setIsEmbedding}>
        {embedded === undefined ? null : (
          <DialogContent title={t('steps.website.title')} description={t('embedHelp', { name: embedded.name })}>
            <EmbedCode agentId={embedded.id} />
            <p className="mt-3 text-sm text-ink-soft text-pretty">{t('embedDone')}</p>
          </DialogContent>
        )}
      </Dialog>
    </Card>
  );
}

/** Only in an open dialog, so that there is a page with an address. */
function EmbedCode({ agentId }: { readonly agentId: string }) {
  const t = useTranslations('home');
  const code = `<elevenlabs-convai agent-id="${agentId}"></elevenlabs-convai>\n<script src="${window.location.origin}/widget.js" async></script>`;
  return <CodeBlock code={code} label={t('embedCode')} />;
}
