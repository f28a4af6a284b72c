'use client';

import { useLocale, useTranslations } from 'next-intl';
import type { AgentConfig } from '@/server/contracts/agent-config';
import { SwitchRow } from '../ui/switch';
import { ChoiceField } from './choice-field';
import { languageName } from './languages';
import { allow, isAllowed } from './override-permissions';
import type { AgentDraft } from './use-agent-draft';
import { WidgetAddressField } from './widget-address-field';
import type { WidgetPartProps } from './widget-part';

const openings = ['closed', 'open', 'always'] as const;

/** What visitors can do in the widget, and how it meets them. */
export function WidgetBehaviour({ widget, edit, disabled, draft }: WidgetPartProps & { readonly draft: AgentDraft }) {
  const t = useTranslations('editor.widget');
  const { config } = draft.document;
  const opening = widget.alwaysExpanded === true ? 'always' : widget.defaultExpanded === true ? 'open' : 'closed';
  const isTextOnly = config.conversationConfig.conversation.textOnly;
  const hasPanel = isTextOnly || (widget.textInputEnabled ?? true) || (widget.transcriptEnabled ?? true);
  return (
    <div className="grid gap-5">
      <ChoiceField
        label={t('opening')}
        hint={hasPanel || opening === 'always' ? t(`openingHints.${opening}`) : t('openingHints.nothing')}
        value={opening}
        options={openings.map((value) => ({ value, label: t(`openings.${value}`) }))}
        disabled={disabled}
        onChange={(value) =>
          edit((next) => {
            next.defaultExpanded = value === 'open';
            next.alwaysExpanded = value === 'always';
          })
        }
      />
      <SwitchRow
        label={t('textInput')}
        hint={t(isTextOnly ? 'textOnlyHint' : 'textInputHint')}
        disabled={disabled || isTextOnly}
        checked={isTextOnly || (widget.textInputEnabled ?? true)}
        onCheckedChange={(isOn) => edit((next) => void (next.textInputEnabled = isOn))}
      />
      {isTextOnly || widget.textInputEnabled === false ? null : <BeginByWriting draft={draft} disabled={disabled} />}
      <SwitchRow
        label={t('transcript')}
        hint={t('transcriptHint')}
        disabled={disabled || isTextOnly}
        checked={isTextOnly || (widget.transcriptEnabled ?? true)}
        onCheckedChange={(isOn) => edit((next) => void (next.transcriptEnabled = isOn))}
      />
      <SwitchRow
        label={t('micMuting')}
        hint={t('micMutingHint')}
        disabled={disabled || isTextOnly}
        checked={!isTextOnly && (widget.micMutingEnabled ?? true)}
        onCheckedChange={(isOn) => edit((next) => void (next.micMutingEnabled = isOn))}
      />
      <LanguageSelector widget={widget} edit={edit} disabled={disabled} draft={draft} />
      <SwitchRow
        label={t('feedback')}
        hint={t('feedbackHint')}
        disabled={disabled}
        checked={widget.endFeedback?.type === 'rating'}
        onCheckedChange={(isOn) =>
          edit((next) => {
            if (isOn) next.endFeedback = { type: 'rating' };
            else delete next.endFeedback;
            next.feedbackMode = isOn ? 'end' : 'none';
          })
        }
      />
      <SwitchRow
        label={t('banner')}
        hint={t('bannerHint')}
        disabled={disabled}
        checked={widget.disableBanner !== true}
        onCheckedChange={(isOn) => edit((next) => void (next.disableBanner = !isOn))}
      />
      {widget.disableBanner === true ? null : (
        <WidgetAddressField
          label={t('bannerLink')}
          hint={t('bannerLinkHint')}
          placeholder="https://elevenlabs.io/conversational-ai"
          value={widget.overrideLink ?? ''}
          disabled={disabled}
          onChange={(value) =>
            edit((next) => {
              if (value === '') delete next.overrideLink;
              else next.overrideLink = value;
            })
          }
        />
      )}
    </div>
  );
}

/** The first thing a visitor writes begins a conversation in text, if callers may choose that. */
function BeginByWriting({ draft, disabled }: { readonly draft: AgentDraft; readonly disabled: boolean }) {
  const t = useTranslations('editor.widget');
  return (
    <SwitchRow
      label={t('beginByWriting')}
      hint={t('beginByWritingHint')}
      disabled={disabled}
      checked={isAllowed(permissionsOf(draft.document.config), ['conversation', 'textOnly'])}
      onCheckedChange={(isOn) => draft.edit((next) => allow(permissionsOf(next), ['conversation', 'textOnly'], isOn))}
    />
  );
}

function LanguageSelector({ widget, disabled, draft }: WidgetPartProps & { readonly draft: AgentDraft }) {
  const t = useTranslations('editor.widget');
  const locale = useLocale();
  const { config } = draft.document;
  const { agent, languagePresets } = config.conversationConfig;
  const further = Object.keys(languagePresets).filter((code) => code !== agent.language);
  const names = new Intl.ListFormat(locale, { type: 'conjunction' }).format([agent.language, ...further].map((code) => languageName(code, locale)));
  return (
    <SwitchRow
      label={t('languageSelector')}
      hint={further.length === 0 ? t('noLanguages') : t('languageSelectorHint', { languages: names })}
      disabled={disabled || further.length === 0}
      checked={further.length > 0 && widget.languageSelector !== false && isAllowed(permissionsOf(config), ['agent', 'language'])}
      onCheckedChange={(isOn) =>
        draft.edit((next) => {
          next.platformSettings.widget.languageSelector = isOn;
          // It sends the chosen language as any caller does: where that is not allowed nothing can be chosen.
          if (isOn) allow(permissionsOf(next), ['agent', 'language'], true);
        })
      }
    />
  );
}

const permissionsOf = (config: AgentConfig): Record<string, unknown> => config.platformSettings.overrides.conversationConfigOverride;
