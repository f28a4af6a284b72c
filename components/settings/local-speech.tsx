'use client';

import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { Check, CircleDashed, Ear, MessageSquareText } from 'lucide-react';
import { useFormatter, useLocale, useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { agentLanguages, languageName } from '../agents/languages';
import { Failure } from '../layout/failure';
import { useWorkspace } from '../layout/workspace-context';
import { useLiveFeed } from '../live/use-live-feed';
import { type Answers, useTRPC } from '../trpc/client';
import { Badge } from '../ui/badge';
import { Card } from '../ui/card';
import { CodeBlock } from '../ui/code-block';
import { CopyButton } from '../ui/copy-button';
import { cn } from '../ui/cn';
import { Notice } from '../ui/notice';
import { Progress } from '../ui/progress';
import { Select } from '../ui/select';
import { Skeleton } from '../ui/skeleton';
import { isFetching, languageChoices, splitRemedy, tierInUse, tierKey } from './local-speech-state';

type LocalSpeech = Answers['providers']['localSpeech'];
type Tier = LocalSpeech['speechToText'][number];
type Model = LocalSpeech['models'][number];

/** What this machine can hear and say by itself in a language, and how to make it better. */
export function LocalSpeechPanel() {
  const t = useTranslations('localSpeech');
  const locale = useLocale();
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const agents = useQuery(trpc.agents.list.queryOptions({ workspace: slug, pageSize: 100 }, { staleTime: 60_000 }));
  const choices = languageChoices(
    (agents.data?.items ?? []).map((agent) => agent.language),
    agentLanguages,
  );
  const [chosen, setChosen] = useState<string>();
  const language = chosen ?? choices.used[0] ?? 'en';
  const speech = useQuery({
    ...trpc.providers.localSpeech.queryOptions({ workspace: slug, language }),
    enabled: !agents.isPending,
    placeholderData: keepPreviousData,
  });
  useLiveFeed({ work: 'models' }, () => void speech.refetch());
  const isAnyFetching = speech.data?.models.some(isFetching) === true;
  const wasFetching = useRef(false);
  useEffect(() => {
    // A model that has come changes what the cards beside this one say as well.
    if (wasFetching.current && !isAnyFetching) void queries.invalidateQueries({ queryKey: trpc.providers.list.pathKey() });
    wasFetching.current = isAnyFetching;
  }, [isAnyFetching, queries, trpc]);
  const name = languageName(language, locale);
  return (
    <Card className="grid gap-5 p-4 sm:p-5">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="grid min-w-0 flex-1 basis-64 gap-0.5">
          <h3 className="text-base font-semibold">{t('title')}</h3>
          <p className="text-sm text-ink-soft text-pretty">{t('lead')}</p>
        </div>
        <Select
          aria-label={t('language')}
          className="w-56"
          value={language}
          onValueChange={setChosen}
          options={[
            ...choices.used.map((value) => ({ value, label: languageName(value, locale), detail: t('usedByAgents') })),
            ...choices.others.map((value) => ({ value, label: languageName(value, locale) })),
          ]}
        />
      </div>
      {speech.isError ? <Failure message={speech.error.message} onRetry={() => void speech.refetch()} /> : null}
      {speech.data === undefined ? (
        speech.isError ? null : (
          <Skeleton className="h-56" />
        )
      ) : (
        <div className={cn('grid gap-5 transition-opacity', speech.isPlaceholderData && 'opacity-60')}>
          <Verdict speech={speech.data} language={language} name={name} />
          <div className="grid items-start gap-x-8 gap-y-5 lg:grid-cols-2">
            <Tiers title={t('hears')} icon={<Ear aria-hidden />} tiers={speech.data.speechToText} />
            <Tiers title={t('speaks')} icon={<MessageSquareText aria-hidden />} tiers={speech.data.textToSpeech} />
          </div>
          <Models models={speech.data.models} />
        </div>
      )}
    </Card>
  );
}

/** In plain words, what to expect; nothing where all is well. */
function Verdict({ speech, language, name }: { readonly speech: LocalSpeech; readonly language: string; readonly name: string }) {
  const t = useTranslations('localSpeech');
  const hears = tierInUse(speech.speechToText);
  const speaks = tierInUse(speech.textToSpeech);
  const isOnItsWay = speech.models.some((model) => model.use === 'speech-to-text' && isFetching(model));
  const sentences = [
    ...(hears === undefined ? [t(isOnItsWay ? 'hearsNothingYet' : 'hearsNothing', { language: name })] : []),
    ...(hears?.engine === 'soundswallower' ? [t('hearsPhrases', { language: name })] : []),
    ...(speaks === undefined ? [t('speaksNothing', { language: name })] : []),
    // The neural voice speaks English; every other language has the formant voice, which is clear but plainly a machine.
    ...(speaks !== undefined && speaks.engine !== 'piper' ? [t(language.startsWith('en') ? 'speaksPlainEnglish' : 'speaksPlain', { language: name })] : []),
  ];
  if (sentences.length === 0) return null;
  return <Notice tone={hears === undefined || speaks === undefined ? 'warn' : 'info'}>{sentences.join(' ')}</Notice>;
}

function Tiers({ title, icon, tiers }: { readonly title: string; readonly icon: ReactNode; readonly tiers: readonly Tier[] }) {
  const t = useTranslations('localSpeech');
  const used = tierInUse(tiers);
  return (
    <section aria-label={title} className="grid min-w-0 gap-2">
      <h4 className="flex items-center gap-2 text-sm font-medium [&_svg]:size-4 [&_svg]:text-ink-faint">
        {icon}
        {title}
      </h4>
      <ol className="grid gap-1.5">
        {tiers.map((tier) => {
          const isUsed = tier === used;
          const { text, command } = splitRemedy(tier.detail);
          return (
            <li key={`${tier.tier}-${tier.engine}`} className={cn('grid gap-1.5 rounded-md border px-3 py-2', isUsed && 'border-accent bg-accent-soft/50')}>
              <div className="flex items-baseline gap-2.5">
                <span className="font-mono text-xs text-ink-faint">{tier.tier}</span>
                <div className="grid min-w-0 flex-1">
                  <span className={cn('text-sm font-medium', !tier.ready && 'text-ink-soft')}>
                    {t(`engines.${tierKey(tier.engine)}`, { engine: tier.engine })}
                  </span>
                  <span className="text-xs text-ink-soft break-words">{text}</span>
                </div>
                {isUsed ? <Badge tone="accent">{t('inUse')}</Badge> : tier.ready ? <Badge>{t('standsBy')}</Badge> : <Badge>{t('notThere')}</Badge>}
              </div>
              {command === undefined ? null : <CodeBlock code={command} />}
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function Models({ models }: { readonly models: readonly Model[] }) {
  const t = useTranslations('localSpeech');
  return (
    <section aria-label={t('models')} className="grid gap-2">
      <div className="grid gap-0.5">
        <h4 className="text-sm font-medium">{t('models')}</h4>
        <p className="text-xs text-ink-soft text-pretty">
          {t.rich('modelsHelp', { command: () => <code className="font-mono text-ink">{fetchCommand('<name>')}</code> })}
        </p>
      </div>
      <ul className="divide-y rounded-md border">
        {models.map((model) => (
          <li key={model.name}>
            <ModelRow model={model} />
          </li>
        ))}
      </ul>
    </section>
  );
}

const fetchCommand = (name: string): string => `npm run -s parley -- models fetch ${name}`;

function ModelRow({ model }: { readonly model: Model }) {
  const t = useTranslations('localSpeech');
  const format = useFormatter();
  const megabytes = (bytes: number) => format.number(bytes / 1_000_000, { style: 'unit', unit: 'megabyte', maximumFractionDigits: 0 });
  const { progress } = model;
  const fetching = isFetching(model);
  const uses = (['speech-to-text', 'text-to-speech', 'end-of-turn'] as const).find((known) => known === model.use);
  return (
    <div className="grid gap-2 px-3 py-2.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        {model.state === 'ready' ? (
          <Check className="size-4 shrink-0 text-accent" aria-hidden />
        ) : (
          <CircleDashed className="size-4 shrink-0 text-ink-faint" aria-hidden />
        )}
        <div className="grid min-w-0 flex-1 basis-56">
          <span className="text-sm font-medium">{model.title}</span>
          <span className="text-xs text-ink-soft">
            <span className="font-mono">{model.name}</span> · {uses === undefined ? model.use : t(`uses.${uses}`)} · {model.licence} ·{' '}
            {megabytes(model.totalBytes)}
          </span>
        </div>
        {fetching ? (
          <Badge tone="accent">{t('fetching')}</Badge>
        ) : (
          <Badge tone={model.state === 'ready' ? 'good' : model.state === 'damaged' ? 'danger' : 'neutral'}>{t(`states.${model.state}`)}</Badge>
        )}
        {model.state === 'ready' || fetching ? null : <CopyButton text={fetchCommand(model.name)} label={t('copyCommand')} />}
      </div>
      {fetching && progress !== null ? (
        <div className="grid gap-1">
          <Progress value={progress.totalBytes === 0 ? 0 : progress.receivedBytes / progress.totalBytes} label={t('progress', { model: model.title })} />
          <span className="text-xs text-ink-soft">
            {progress.phase !== 'downloading'
              ? t('preparing')
              : // A package's client tells only when it is done.
                progress.receivedBytes === 0
                ? t('coming', { total: megabytes(progress.totalBytes) })
                : t('received', { received: megabytes(progress.receivedBytes), total: megabytes(progress.totalBytes) })}
          </span>
        </div>
      ) : null}
      {!fetching && progress?.problem !== undefined && model.state !== 'ready' ? (
        <p className="text-xs text-danger break-words">{t('fetchFailed', { problem: progress.problem })}</p>
      ) : null}
    </div>
  );
}
