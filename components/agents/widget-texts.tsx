'use client';

import { useLocale, useTranslations } from 'next-intl';
import type { WidgetSettings, WidgetTextName } from '@/server/contracts/widget-settings';
import { termsToHtml } from '@/server/contracts/widget-terms';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { Notice } from '../ui/notice';
import { Select } from '../ui/select';
import { Textarea } from '../ui/textarea';
import { languageName } from './languages';
import type { WidgetPartProps } from './widget-part';
import { elementWords, wordGroups } from './widget-words';

export interface WidgetTextsProps extends WidgetPartProps {
  /** The agent's own first, then the further ones. */
  readonly languages: readonly string[];
  /** Whose words are shown. */
  readonly language: string;
  readonly onLanguage: (language: string) => void;
}

/** What the widget says: on its buttons, of its state, and before a first conversation. */
export function WidgetTexts({ widget, edit, disabled, languages, language, onLanguage }: WidgetTextsProps) {
  const t = useTranslations('editor.widget');
  const locale = useLocale();
  const isOwn = language === languages[0];
  const own = widget.textContents ?? {};
  const set = isOwn ? own : (widget.languagePresets?.[language]?.textContents ?? {});
  return (
    <div className="grid gap-5">
      {languages.length < 2 ? null : (
        <Field label={t('wordsIn')} hint={t('wordsInHint')}>
          {(control) => (
            <Select
              className="max-w-60"
              value={language}
              options={languages.map((code) => ({ value: code, label: languageName(code, locale) }))}
              onValueChange={onLanguage}
              {...control}
            />
          )}
        </Field>
      )}
      <p className="text-xs text-ink-faint text-pretty">{t('wordsHint')}</p>
      {wordGroups.map(({ name: group, words }, index) => (
        <details key={group} className="rounded-lg border bg-surface" open={index === 0 || undefined}>
          <summary className="px-4 py-3 text-sm font-medium">
            {t(`groups.${group}`)}
            <SetMark count={words.filter((name) => (set[name] ?? '') !== '').length} />
          </summary>
          <div className="grid gap-4 px-4 pb-4">
            {words.map((name) => (
              <Field key={name} label={t(`words.${name}`)}>
                {(control) => (
                  <Input
                    lang={language}
                    maxLength={1_000}
                    value={set[name] ?? ''}
                    placeholder={(isOwn ? undefined : own[name]) || elementWords[name]}
                    disabled={disabled}
                    onChange={(event) => edit((next) => setWord(next, isOwn ? undefined : language, name, event.target.value))}
                    {...control}
                  />
                )}
              </Field>
            ))}
          </div>
        </details>
      ))}
      <Terms widget={widget} edit={edit} disabled={disabled} />
    </div>
  );
}

function SetMark({ count }: { readonly count: number }) {
  const t = useTranslations('editor.widget');
  return count === 0 ? null : <span className="ml-2 text-xs font-normal text-ink-faint">{t('wordsSet', { count })}</span>;
}

function Terms({ widget, edit, disabled }: WidgetPartProps) {
  const t = useTranslations('editor.widget');
  const text = widget.termsText ?? '';
  const isHtmlAlone = text === '' && (widget.termsHtml ?? '') !== '';
  return (
    <fieldset className="grid gap-4">
      <legend className="mb-3 text-sm font-medium">{t('terms')}</legend>
      {isHtmlAlone ? <Notice>{t('termsFromHtml')}</Notice> : null}
      <Field label={t('termsText')} hint={t('termsTextHint')}>
        {(control) => (
          <Textarea
            rows={6}
            maxLength={50_000}
            value={text}
            disabled={disabled}
            onChange={(event) => edit((next) => setTerms(next, event.target.value))}
            {...control}
          />
        )}
      </Field>
      {text === '' && !isHtmlAlone ? null : (
        <Field label={t('termsKey')} hint={t('termsKeyHint')}>
          {(control) => (
            <Input
              maxLength={200}
              className="font-mono"
              placeholder={t('termsKeyUnset')}
              spellCheck={false}
              value={widget.termsKey ?? ''}
              disabled={disabled}
              onChange={(event) =>
                edit((next) => {
                  if (event.target.value === '') delete next.termsKey;
                  else next.termsKey = event.target.value;
                })
              }
              {...control}
            />
          )}
        </Field>
      )}
    </fieldset>
  );
}

function setTerms(widget: WidgetSettings, text: string): void {
  if (text.trim() === '') {
    delete widget.termsText;
    delete widget.termsHtml;
    return;
  }
  widget.termsText = text;
  // Other readers of the document, the official ones among them, show the HTML.
  widget.termsHtml = termsToHtml(text);
}

/** Sets a word of the agent's own language, or of another; leaves no empty sections behind. */
function setWord(widget: WidgetSettings, language: string | undefined, name: WidgetTextName, text: string): void {
  if (language === undefined) {
    const words = (widget.textContents ??= {});
    if (text === '') delete words[name];
    else words[name] = text;
    if (Object.keys(words).length === 0) delete widget.textContents;
    return;
  }
  const presets = (widget.languagePresets ??= {});
  const preset = (presets[language] ??= {});
  const words = (preset.textContents ??= {});
  if (text === '') delete words[name];
  else words[name] = text;
  if (Object.keys(words).length === 0) delete preset.textContents;
  if (Object.keys(preset).length === 0) delete presets[language];
  if (Object.keys(presets).length === 0) delete widget.languagePresets;
}
