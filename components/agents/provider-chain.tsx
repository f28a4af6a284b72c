'use client';

import { useQuery } from '@tanstack/react-query';
import { ArrowDown, ArrowUp, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useWorkspace } from '../layout/workspace-context';
import { useTRPC } from '../trpc/client';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { Combobox } from '../ui/combobox';
import { Notice } from '../ui/notice';

const longest = 5;

export interface ProviderChainProps {
  readonly capability: 'speechToText' | 'textToSpeech' | 'languageModel';
  readonly label: string;
  /** References such as `deepgram:nova-3`, first tried first. */
  readonly value: readonly string[];
  readonly onChange: (chain: string[]) => void;
  readonly disabled: boolean;
}

/** Which providers do a job, in the order they are tried. */
export function ProviderChain({ capability, label, value, onChange, disabled }: ProviderChainProps) {
  const t = useTranslations('editor');
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const providers = useQuery(trpc.providers.list.queryOptions({ workspace: slug }, { staleTime: 60_000 }));
  const offers = (providers.data ?? []).flatMap((provider) => {
    const models = provider.capabilities[capability]?.models ?? [];
    const isReady = provider.configured !== null && provider.readiness?.ok !== false;
    return models.map((model) => ({ ref: `${provider.name}:${model.id}`, label: `${provider.label} · ${model.label}`, group: provider.label, isReady }));
  });
  const labelOf = (ref: string) => offers.find((offer) => offer.ref === ref)?.label ?? ref;
  const isUnready = (ref: string) => providers.isSuccess && offers.some((offer) => offer.ref === ref && !offer.isReady);
  const move = (index: number, by: number) => {
    const next = [...value];
    const [moved] = next.splice(index, 1);
    if (moved !== undefined) next.splice(index + by, 0, moved);
    onChange(next);
  };
  return (
    <fieldset className="grid gap-2" disabled={disabled}>
      <legend className="mb-1.5 text-sm font-medium">{label}</legend>
      {value.length === 0 ? (
        <p className="rounded-md border border-dashed border-edge/50 px-3 py-2 text-sm text-ink-soft">{t('chainDefault')}</p>
      ) : (
        <ol className="grid gap-1.5">
          {value.map((ref, index) => (
            <li key={ref} className="flex items-center gap-2 rounded-md border bg-surface py-1 pr-1 pl-3">
              <span className="w-4 text-xs text-ink-faint">{index + 1}</span>
              <span className="min-w-0 flex-1 truncate text-sm">{labelOf(ref)}</span>
              {isUnready(ref) ? <Badge tone="warn">{t('chainUnready')}</Badge> : null}
              <Button
                look="quiet"
                size="icon-sm"
                aria-label={t('chainUp', { name: labelOf(ref) })}
                disabled={index === 0 || disabled}
                onClick={() => move(index, -1)}
              >
                <ArrowUp aria-hidden />
              </Button>
              <Button
                look="quiet"
                size="icon-sm"
                aria-label={t('chainDown', { name: labelOf(ref) })}
                disabled={index === value.length - 1 || disabled}
                onClick={() => move(index, 1)}
              >
                <ArrowDown aria-hidden />
              </Button>
              <Button
                look="quiet"
                size="icon-sm"
                aria-label={t('chainRemove', { name: labelOf(ref) })}
                disabled={disabled}
                onClick={() => onChange(value.filter((other) => other !== ref))}
              >
                <X aria-hidden />
              </Button>
            </li>
          ))}
        </ol>
      )}
      {disabled ? null : value.length >= longest ? (
        <p className="text-xs text-ink-faint">{t('chainFull')}</p>
      ) : (
        <Combobox
          value=""
          aria-label={t('chainAdd')}
          placeholder={t('chainAdd')}
          searchPlaceholder={t('chainSearch')}
          emptyText={t('chainNone')}
          onValueChange={(ref) => onChange([...value, ref])}
          options={offers
            .filter((offer) => !value.includes(offer.ref))
            .map(({ ref, label: name, group, isReady }) => ({ value: ref, label: name, group, ...(isReady ? {} : { detail: t('chainUnready') }) }))}
        />
      )}
      {providers.isError ? <Notice tone="warn">{providers.error.message}</Notice> : null}
      <p className="text-xs text-ink-faint">{t('chainHint')}</p>
    </fieldset>
  );
}
