'use client';

import { useTranslations } from 'next-intl';
import type { LiveCall } from '@/server/contracts/supervision';
import { Badge } from '../ui/badge';

/** Whose turn it is. */
export function CallState({ call }: { readonly call: LiveCall }) {
  const t = useTranslations('live');
  if (call.isPersonSpeaking) return <Badge tone="danger">{t('personSpeaks')}</Badge>;
  if (call.isTakenOver) return <Badge tone="warn">{t('takenOver')}</Badge>;
  return <Badge tone={call.state === 'user-speaking' ? 'participant' : call.state === 'speaking' ? 'accent' : 'neutral'}>{t(`states.${call.state}`)}</Badge>;
}

/** A response that takes longer than this is felt. */
const slowMs = 1_500;

/** What goes less than well: the line, slow answers, tools and providers that failed. */
export function CallHealth({ call }: { readonly call: LiveCall }) {
  const t = useTranslations('live');
  const last = call.latencies.at(-1);
  return (
    <>
      {call.isTextOnly ? <Badge>{t('text')}</Badge> : null}
      {call.connection === 'fair' || call.connection === 'poor' ? (
        <Badge tone={call.connection === 'poor' ? 'danger' : 'warn'}>{t(`connection.${call.connection}`)}</Badge>
      ) : null}
      {last === undefined ? null : <Badge tone={last > slowMs ? 'warn' : 'neutral'}>{t('latency', { ms: last })}</Badge>}
      {call.toolErrors > 0 ? <Badge tone="danger">{t('toolErrors', { count: call.toolErrors })}</Badge> : null}
      {call.failovers > 0 ? <Badge tone="warn">{t('failovers', { count: call.failovers })}</Badge> : null}
    </>
  );
}
