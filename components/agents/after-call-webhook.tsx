'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useWorkspace } from '../layout/workspace-context';
import { EventSwitches, usualEvents, type WantedEvents } from '../settings/event-switches';
import { useTRPC } from '../trpc/client';
import { Field } from '../ui/field';
import { Select } from '../ui/select';
import { Skeleton } from '../ui/skeleton';
import type { SectionProps } from './section-props';

/** As far as it is set here; what else the public API puts there stays. */
interface Setting {
  postCallWebhookId?: string | null;
  events?: readonly string[] | null;
}

/** Each of ours, by the words of the public API that ask for it; the first is written. */
const words = {
  sendsTranscript: ['transcript', 'unredacted_transcript'],
  sendsAudio: ['audio', 'unredacted_audio'],
  sendsFailures: ['call_initiation_failure'],
} as const satisfies Record<keyof WantedEvents, readonly string[]>;
const kinds = Object.keys(words) as readonly (keyof WantedEvents)[];
/** What is sent where nothing is said. */
const silently = ['transcript'];

/** Which webhook is told of this agent's conversations when they are over, where that is not the workspace's. */
export function AfterCallWebhook({ draft, disabled }: SectionProps) {
  const t = useTranslations('editor.analysis');
  const { slug, href, may } = useWorkspace();
  const trpc = useTRPC();
  const webhooks = useQuery({ ...trpc.webhooks.list.queryOptions({ workspace: slug }), enabled: may('webhooks:read') });
  const { webhooks: setting } = draft.document.config.platformSettings.workspaceOverrides as { readonly webhooks?: Setting | null };
  const chosen = setting?.postCallWebhookId ?? '';
  const edit = (next: Setting | undefined) =>
    draft.edit(({ platformSettings: { workspaceOverrides } }) => {
      const overrides = workspaceOverrides as { webhooks?: Setting | null };
      if (next === undefined) delete overrides.webhooks;
      else overrides.webhooks = { ...overrides.webhooks, ...next };
    });
  if (!may('webhooks:read')) return <p className="text-sm text-ink-soft">{t('webhookElsewhere')}</p>;
  if (webhooks.isPending) return <Skeleton className="h-16" />;
  const known = webhooks.data ?? [];
  const events = setting?.events ?? silently;
  return (
    <div className="grid max-w-xl gap-5">
      <Field label={t('webhook')} error={webhooks.error?.message}>
        {(control) => (
          <Select
            value={chosen}
            disabled={disabled}
            onValueChange={(id) => edit(id === '' ? undefined : { postCallWebhookId: id, events: setting?.events ?? written(usualEvents, []) })}
            options={[
              { value: '', label: t('webhookOfWorkspace') },
              ...known.map(({ id, name }) => ({ value: id, label: name })),
              ...(chosen === '' || known.some(({ id }) => id === chosen) ? [] : [{ value: chosen, label: chosen }]),
            ]}
            {...control}
          />
        )}
      </Field>
      {chosen === '' ? (
        <Link href={href('/settings/webhooks')} className="justify-self-start text-sm text-accent underline underline-offset-3">
          {t('webhooksLink')}
        </Link>
      ) : (
        <EventSwitches wanted={wantedIn(events)} disabled={disabled} onChange={(wanted) => edit({ events: written(wanted, events) })} />
      )}
    </div>
  );
}

function wantedIn(events: readonly string[]): WantedEvents {
  const has = (kind: keyof WantedEvents) => words[kind].some((word) => events.includes(word));
  return { sendsTranscript: has('sendsTranscript'), sendsAudio: has('sendsAudio'), sendsFailures: has('sendsFailures') };
}

/** The events with what is wanted now; words that are there already stay. */
function written(wanted: WantedEvents, events: readonly string[]): readonly string[] {
  const ours: readonly string[] = kinds.flatMap((kind) => words[kind]);
  return [
    ...events.filter((word) => !ours.includes(word)),
    ...kinds.flatMap((kind) => {
      if (!wanted[kind]) return [];
      const there = words[kind].filter((word) => events.includes(word));
      return there.length === 0 ? [words[kind][0]] : there;
    }),
  ];
}
