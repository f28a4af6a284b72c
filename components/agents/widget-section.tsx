'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useMemo, useState } from 'react';
import { widgetConfigOf } from '@/server/contracts/widget-config';
import type { WidgetSettings } from '@/server/contracts/widget-settings';
import { Section } from '../ui/card';
import { cn } from '../ui/cn';
import { Segmented } from '../ui/segmented';
import type { SectionProps } from './section-props';
import { WidgetBehaviour } from './widget-behaviour';
import { WidgetLooks } from './widget-looks';
import { type PreviewSize, WidgetPreview } from './widget-preview';
import { WidgetTexts } from './widget-texts';

const parts = ['looks', 'behaviour', 'texts'] as const;
type Part = (typeof parts)[number];

/** How the agent appears on websites, seen while it is set. */
export function WidgetSection({ draft, disabled, agentId }: SectionProps & { readonly agentId: string }) {
  const t = useTranslations('editor.widget');
  const { config } = draft.document;
  const { widget, auth } = config.platformSettings;
  const { agent, languagePresets } = config.conversationConfig;
  const languages = [agent.language, ...Object.keys(languagePresets).filter((code) => code !== agent.language)];
  const [part, setPart] = useState<Part>('looks');
  const [size, setSize] = useState<PreviewSize>('phone');
  const [chosen, setChosen] = useState(agent.language);
  const language = languages.includes(chosen) ? chosen : agent.language;
  const told = useMemo(() => widgetConfigOf(config), [config]);
  const host = useHost();
  const edit = (change: (widget: WidgetSettings) => void) => draft.edit((next) => change(next.platformSettings.widget));
  const mayCall = !auth.enableAuth && (auth.allowlist.length === 0 || auth.allowlist.some(({ hostname }) => hostname.trim().toLowerCase() === host));
  return (
    <Section title={t('title')} description={t('help')} className="@container border-t">
      <div className={cn('grid grid-cols-1 gap-6', size === 'phone' && '@2xl:grid-cols-[minmax(0,1fr)_minmax(0,22rem)]')}>
        <div className={cn('@container grid min-w-0 content-start gap-5', size === 'desktop' && 'order-last')}>
          <Segmented
            aria-label={t('part')}
            className="justify-self-start"
            value={part}
            options={parts.map((value) => ({ value, label: t(`parts.${value}`) }))}
            onValueChange={(value) => setPart(parts.find((name) => name === value) ?? 'looks')}
          />
          {part === 'looks' ? <WidgetLooks widget={widget} edit={edit} disabled={disabled} /> : null}
          {part === 'behaviour' ? <WidgetBehaviour widget={widget} edit={edit} disabled={disabled} draft={draft} /> : null}
          {part === 'texts' ? (
            <WidgetTexts widget={widget} edit={edit} disabled={disabled} languages={languages} language={language} onLanguage={setChosen} />
          ) : null}
        </div>
        <div className={cn('min-w-0', size === 'phone' && '@2xl:sticky @2xl:top-16 @2xl:self-start')}>
          <WidgetPreview
            agentId={agentId}
            config={told}
            language={part === 'texts' && language !== agent.language ? language : null}
            size={size}
            onSize={setSize}
            note={t(mayCall ? 'previewCalls' : 'previewNoCalls')}
          />
        </div>
      </div>
    </Section>
  );
}

/** Where this page is, which an allowlist may leave out. */
function useHost(): string {
  const [host, setHost] = useState('');
  useEffect(() => setHost(window.location.host.toLowerCase()), []);
  return host;
}
