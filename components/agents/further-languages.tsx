'use client';

import { Trash2 } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import type { AgentConfig } from '@/server/contracts/agent-config';
import { Button } from '../ui/button';
import { Combobox } from '../ui/combobox';
import { Field } from '../ui/field';
import { Textarea } from '../ui/textarea';
import { agentLanguages, languageName } from './languages';
import type { SectionProps } from './section-props';
import { VoicePicker } from './voice-picker';

interface Preset {
  overrides?: { tts?: { voiceId?: string | null } | null; agent?: { firstMessage?: string | null } | null } | null;
}

/** Languages an agent speaks besides its own: with which voice, and what it says first to who begins in one of them. */
export function FurtherLanguages({ draft, disabled }: SectionProps) {
  const t = useTranslations('editor.languages');
  const locale = useLocale();
  const { agent, languagePresets } = draft.document.config.conversationConfig;
  const codes = Object.keys(languagePresets).filter((code) => code !== agent.language);
  const free = agentLanguages.filter((code) => code !== agent.language && !codes.includes(code));
  const edit = (change: (presets: Record<string, Preset>) => void) =>
    draft.edit((config: AgentConfig) => change(config.conversationConfig.languagePresets as Record<string, Preset>));
  return (
    <section aria-label={t('title')} className="grid gap-4 border-t pt-6">
      <div className="grid gap-1">
        <h3 className="text-sm font-medium">{t('title')}</h3>
        <p className="text-xs text-ink-faint text-pretty">{t('help')}</p>
      </div>
      {codes.length === 0 ? null : (
        <ul className="grid gap-3">
          {codes.map((code) => {
            const { overrides } = languagePresets[code] as Preset;
            const name = languageName(code, locale);
            return (
              <li key={code} className="grid gap-3 rounded-lg border bg-surface p-4">
                <div className="flex items-center justify-between gap-3">
                  <p className="font-medium">{name}</p>
                  {disabled ? null : (
                    <Button
                      look="quiet"
                      size="icon-sm"
                      aria-label={t('remove', { language: name })}
                      onClick={() => edit((presets) => void delete presets[code])}
                    >
                      <Trash2 aria-hidden />
                    </Button>
                  )}
                </div>
                <VoicePicker
                  value={overrides?.tts?.voiceId ?? ''}
                  unset=""
                  language={code}
                  disabled={disabled}
                  onChange={(voiceId) => edit((presets) => setMember(presets, code, 'tts', voiceId === '' ? null : { voiceId }))}
                />
                <Field label={t('firstMessage', { language: name })} hint={t('firstMessageHint')}>
                  {(control) => (
                    <Textarea
                      rows={2}
                      lang={code}
                      maxLength={10_000}
                      className="font-serif text-lg"
                      placeholder={agent.firstMessage}
                      value={overrides?.agent?.firstMessage ?? ''}
                      disabled={disabled}
                      onChange={(event) => {
                        const text = event.target.value;
                        edit((presets) => setMember(presets, code, 'agent', text === '' ? null : { firstMessage: text }));
                      }}
                      {...control}
                    />
                  )}
                </Field>
              </li>
            );
          })}
        </ul>
      )}
      {disabled ? null : (
        <Combobox
          aria-label={t('add')}
          className="max-w-72"
          value=""
          placeholder={t('add')}
          searchPlaceholder={t('search')}
          emptyText={t('none')}
          options={free.map((code) => ({ value: code, label: languageName(code, locale), detail: code }))}
          onValueChange={(code) => edit((presets) => void (presets[code] = { overrides: {} }))}
        />
      )}
    </section>
  );
}

/** Sets one part of what a language overrides, and leaves the rest of it as it is. */
function setMember(presets: Record<string, Preset>, code: string, name: 'tts' | 'agent', value: object | null): void {
  const preset = (presets[code] ??= {});
  const overrides = (preset.overrides ??= {}) as Record<string, object | null | undefined>;
  const before = overrides[name];
  if (value === null) delete overrides[name];
  else overrides[name] = { ...before, ...value };
}
