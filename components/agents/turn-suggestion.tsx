'use client';

import { useQuery } from '@tanstack/react-query';
import { Check, Sparkles } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { TurnFigures, TurnSuggestion as Suggestion } from '@/server/contracts/turn-suggestion';
import { useWorkspace } from '../layout/workspace-context';
import { type Answers, useTRPC } from '../trpc/client';
import { Button } from '../ui/button';
import { Notice } from '../ui/notice';
import { Skeleton } from '../ui/skeleton';
import type { SectionProps } from './section-props';

type Advice = Answers['agents']['turnAdvice'];

export interface TurnSuggestionProps extends SectionProps {
  readonly agent: { readonly id: string; readonly branchId: string };
}

/** What the latest calls say of the settings, worked out when somebody asks for it. */
export function TurnSuggestion({ agent, ...section }: TurnSuggestionProps) {
  const t = useTranslations('editor.advice');
  const { slug, may } = useWorkspace();
  const trpc = useTRPC();
  const [isAsked, setIsAsked] = useState(false);
  const advice = useQuery({
    ...trpc.agents.turnAdvice.queryOptions({ workspace: slug, agentId: agent.id, branchId: agent.branchId }, { staleTime: 0 }),
    enabled: isAsked,
    refetchOnWindowFocus: false,
  });
  if (!may('conversations:read')) return null;
  return (
    <section aria-labelledby="turn-advice" className="grid gap-4 rounded-lg border bg-surface p-4">
      <div className="flex flex-wrap items-center gap-3">
        <div className="grid min-w-0 flex-1 basis-64 gap-0.5">
          <h3 id="turn-advice" className="text-sm font-medium">
            {t('title')}
          </h3>
          <p className="text-xs text-ink-faint text-pretty">{t('help')}</p>
        </div>
        <Button size="sm" isBusy={advice.isFetching} onClick={() => (isAsked ? void advice.refetch() : setIsAsked(true))}>
          <Sparkles aria-hidden />
          {t('ask')}
        </Button>
      </div>
      <div aria-live="polite" className="grid gap-4 empty:hidden">
        {advice.isError ? <Notice tone="danger">{advice.error.message}</Notice> : null}
        {isAsked && advice.isPending ? <Skeleton className="h-20" /> : null}
        {advice.data === undefined ? null : <AdviceShown advice={advice.data} {...section} />}
      </div>
    </section>
  );
}

function AdviceShown({ advice: { figures, missing, suggestions }, draft, disabled }: { readonly advice: Advice } & SectionProps) {
  const t = useTranslations('editor.advice');
  return (
    <>
      <Figures figures={figures} />
      {suggestions.map((suggestion) => (
        <Suggested key={suggestion.kind} suggestion={suggestion} draft={draft} disabled={disabled} />
      ))}
      {missing.answers > 0 ? <p className="text-sm text-ink-soft text-pretty">{t('missingAnswers', { count: missing.answers })}</p> : null}
      {missing.stops > 0 ? <p className="text-sm text-ink-soft text-pretty">{t('missingStops', { count: missing.stops })}</p> : null}
      {suggestions.length === 0 && missing.answers === 0 && missing.stops === 0 ? <p className="text-sm">{t('nothing')}</p> : null}
    </>
  );
}

function Figures({ figures: { conversations, answers, cutIns, endpointingMs, stops, falseStops } }: { readonly figures: TurnFigures }) {
  const t = useTranslations('editor.advice');
  const share = (part: number, whole: number) => (whole === 0 ? t('none') : t('share', { share: part / whole, part, whole }));
  const shown = [
    ['conversations', String(conversations)],
    ['cutIns', share(cutIns, answers)],
    ['wait', endpointingMs === null ? t('none') : t('millis', { ms: Math.round(endpointingMs) })],
    ['falseStops', share(falseStops, stops)],
  ] as const;
  return (
    <dl className="grid grid-cols-2 gap-x-4 gap-y-3 lg:grid-cols-4">
      {shown.map(([name, value]) => (
        <div key={name} className="grid content-start gap-0.5">
          <dt className="text-xs text-ink-faint text-pretty">{t(`figures.${name}`)}</dt>
          <dd className="text-sm tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Suggested({ suggestion, draft, disabled }: { readonly suggestion: Suggestion } & SectionProps) {
  const t = useTranslations('editor');
  const { conversationConfig, parley } = draft.document.config;
  const isTaken = suggestion.to === (suggestion.kind === 'eagerness' ? conversationConfig.turn.turnEagerness : parley.turnTaking.overlapPolicy);
  const name = suggestion.kind === 'eagerness' ? t(`eagernessOptions.${suggestion.to}`) : t(`overlapOptions.${suggestion.to}`);
  const setting = t(suggestion.kind);
  const apply = () =>
    draft.edit((config) => {
      if (suggestion.kind === 'eagerness') config.conversationConfig.turn.turnEagerness = suggestion.to;
      else config.parley.turnTaking.overlapPolicy = suggestion.to;
    });
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-md bg-accent-soft px-3 py-2.5">
      <div className="grid min-w-0 flex-1 basis-64 gap-0.5 text-sm text-accent-ink">
        <p className="font-medium">{t('advice.set', { setting, name })}</p>
        <p className="text-pretty">{t(`advice.reasons.${suggestion.reason}`)}</p>
      </div>
      {isTaken ? (
        <span className="flex items-center gap-1.5 text-sm text-accent-ink">
          <Check aria-hidden className="size-4" />
          {t('advice.taken')}
        </span>
      ) : (
        <Button size="sm" disabled={disabled} aria-label={t('advice.applyNamed', { setting, name })} onClick={apply}>
          {t('advice.apply')}
        </Button>
      )}
    </div>
  );
}
