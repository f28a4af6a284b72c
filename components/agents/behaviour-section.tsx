'use client';

import { useLocale, useTranslations } from 'next-intl';
import { Section } from '../ui/card';
import { Combobox } from '../ui/combobox';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { agentLanguages, languageName } from './languages';
import { PromptFields } from './prompt-fields';
import type { SectionProps } from './section-props';

export function BehaviourSection({ draft, disabled }: SectionProps) {
  const t = useTranslations('editor');
  const locale = useLocale();
  const { document, edit, rename } = draft;
  const { agent } = document.config.conversationConfig;
  const languages = agentLanguages.some((code) => code === agent.language) ? agentLanguages : [agent.language, ...agentLanguages];
  return (
    <Section title={t('tabs.behaviour')} description={t('behaviourHelp')}>
      <Field label={t('name')} error={document.name.trim() === '' ? t('nameMissing') : undefined}>
        {(control) => <Input value={document.name} maxLength={200} disabled={disabled} onChange={(event) => rename(event.target.value)} {...control} />}
      </Field>
      <Field label={t('language')} hint={t('languageHint')} className="max-w-72">
        {(control) => (
          <Combobox
            value={agent.language}
            placeholder={t('language')}
            searchPlaceholder={t('searchLanguage')}
            emptyText={t('noLanguage')}
            options={languages.map((code) => ({ value: code, label: languageName(code, locale), detail: code }))}
            onValueChange={(language) => {
              if (!disabled) edit((config) => void (config.conversationConfig.agent.language = language));
            }}
            {...control}
          />
        )}
      </Field>
      <PromptFields draft={draft} disabled={disabled} />
    </Section>
  );
}
