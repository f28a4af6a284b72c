'use client';

import { X } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { useSpanName } from './replay-lanes';
import { numberIn, textIn } from './timeline';
import { useCosts } from './use-costs';
import type { WorkSpan } from './work-spans';

/** All that was recorded of a piece of work: passages with their scores, a tool's input and result, what a model used up. */
export function SpanDetails({ span, onSeek, onClose }: { readonly span: WorkSpan; readonly onSeek: (ms: number) => void; readonly onClose: () => void }) {
  const t = useTranslations('replay');
  const name = useSpanName()(span);
  return (
    <section aria-label={t('details')} className="grid gap-3 rounded-lg border bg-surface p-4 text-sm">
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="font-medium">{name}</h2>
        {span.isError ? <Badge tone="danger">{t('toolFailed')}</Badge> : null}
        <Button size="sm" look="quiet" className="ml-auto" onClick={() => onSeek(span.startMs)}>
          {t('goThere')}
        </Button>
        <Button size="icon-sm" look="quiet" aria-label={t('closeDetails')} title={t('closeDetails')} onClick={onClose}>
          <X aria-hidden />
        </Button>
      </div>
      <Body span={span} />
      {span.usage.length === 0 ? null : <Used usage={span.usage} />}
      <details className="text-xs">
        <summary className="text-ink-faint hover:text-ink">{t('asRecorded')}</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll container must be focusable */}
        <pre tabIndex={0} className="mt-1.5 max-h-80 overflow-auto rounded-md bg-sunken p-2.5 font-mono whitespace-pre-wrap break-all">
          {JSON.stringify(span.data, null, 2)}
        </pre>
      </details>
    </section>
  );
}

function Body({ span: { kind, data } }: { readonly span: WorkSpan }) {
  const t = useTranslations('replay');
  switch (kind) {
    case 'knowledge-retrieved':
      return <Passages data={data} />;
    case 'tool-called':
      return (
        <Terms
          rows={[
            [t('toolInput'), JSON.stringify(data['parameters'] ?? {})],
            [t('toolOutput'), textIn(data['result'])],
          ]}
        />
      );
    case 'transcription-final':
      return <p className="font-serif text-base">{textIn(data['text'])}</p>;
    case 'response-audible':
      return (
        <Terms
          isSpeech
          rows={[
            [t('heard'), textIn(data['heardText'])],
            [t('written'), data['heardText'] === data['text'] ? '' : textIn(data['text'])],
          ]}
        />
      );
    case 'provider-failed':
      return <p className="text-danger">{textIn(data['message'])}</p>;
    case 'failed-over':
      return <p>{t('failedOver', { from: textIn(data['from']), to: textIn(data['to']) || t('nobody'), reason: textIn(data['reason']) })}</p>;
    case 'request-hedged':
      return (
        <p>{t('hedged', { first: textIn(data['first']), second: textIn(data['second']), winner: textIn(data['winner']), ms: numberIn(data['afterMs']) })}</p>
      );
    default:
      return null;
  }
}

function Terms({ rows, isSpeech = false }: { readonly rows: readonly (readonly [string, string])[]; readonly isSpeech?: boolean }) {
  return (
    <dl className="grid gap-1.5">
      {rows
        .filter(([, value]) => value !== '')
        .map(([name, value]) => (
          <div key={name} className="grid gap-0.5">
            <dt className="text-xs text-ink-faint">{name}</dt>
            <dd className={isSpeech ? 'font-serif text-base text-pretty' : 'max-h-60 overflow-auto font-mono text-xs whitespace-pre-wrap break-all'}>
              {value}
            </dd>
          </div>
        ))}
    </dl>
  );
}

function Passages({ data }: { readonly data: Readonly<Record<string, unknown>> }) {
  const t = useTranslations('replay');
  const format = useFormatter();
  const passages = Array.isArray(data['passages']) ? (data['passages'] as readonly Readonly<Record<string, unknown>>[]) : [];
  const failure = textIn(data['failure']);
  return (
    <div className="grid gap-2">
      <p>
        <span className="text-ink-faint">{t('askedFor')}</span> <span className="font-serif text-base">{textIn(data['query'])}</span>
      </p>
      {failure === '' ? null : <p className="text-danger">{failure}</p>}
      {passages.length === 0 && failure === '' ? <p className="text-ink-soft">{t('noPassages')}</p> : null}
      <ol className="grid gap-2">
        {passages.map((passage) => (
          <li key={textIn(passage['chunkId'])} className="grid gap-1 rounded-md border px-3 py-2">
            <p className="flex items-baseline justify-between gap-3 text-xs">
              <span className="min-w-0 truncate font-medium">{textIn(passage['title'])}</span>
              <span className="shrink-0 text-ink-faint">{t('score', { value: format.number(numberIn(passage['score']), { maximumFractionDigits: 3 }) })}</span>
            </p>
            <p className="line-clamp-6 font-serif whitespace-pre-line">{textIn(passage['text'])}</p>
          </li>
        ))}
      </ol>
    </div>
  );
}

function Used({ usage }: { readonly usage: readonly Readonly<Record<string, unknown>>[] }) {
  const amounts = useAmounts();
  const costs = useCosts(usage);
  return (
    <ul className="grid gap-0.5 text-xs text-ink-soft">
      {usage.map((entry) => (
        <li key={JSON.stringify(entry)}>{[...amounts(entry), costs.textOf([entry])].filter((part) => part !== undefined).join(' · ')}</li>
      ))}
    </ul>
  );
}

/** What a metered use comes to, in words. */
export function useAmounts(): (entry: Readonly<Record<string, unknown>>) => readonly string[] {
  const t = useTranslations('replay');
  return (entry) => [
    ...(textIn(entry['producedBy']) === '' ? [] : [textIn(entry['producedBy'])]),
    ...(numberIn(entry['inputTokens']) === 0 ? [] : [t('tokensIn', { count: numberIn(entry['inputTokens']), cached: numberIn(entry['cachedInputTokens']) })]),
    ...(numberIn(entry['outputTokens']) === 0 ? [] : [t('tokensOut', { count: numberIn(entry['outputTokens']) })]),
    ...(numberIn(entry['characters']) === 0 ? [] : [t('charactersUsed', { count: numberIn(entry['characters']), heard: numberIn(entry['heardCharacters']) })]),
    ...(numberIn(entry['seconds']) === 0 ? [] : [t('secondsUsed', { count: numberIn(entry['seconds']) })]),
    ...(entry['isSpeculative'] === true ? [t('speculative')] : []),
  ];
}
