'use client';

import { useTranslations } from 'next-intl';
import { useId, useRef } from 'react';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { headingsIn, systemVariables, variablesIn } from './prompt-text';
import type { SectionProps } from './section-props';
import { TemplateTextarea } from './template-textarea';
import { TextSize } from './text-size';

/** What the agent says first and what it is told of its task, with the variables in both. */
export function PromptFields({ draft, disabled }: SectionProps) {
  const t = useTranslations('editor');
  const { agent } = draft.document.config.conversationConfig;
  const declared = Object.keys(agent.dynamicVariables.dynamicVariablePlaceholders);
  const used = variablesIn([agent.firstMessage, agent.prompt.prompt]);
  const known: readonly string[] = [...declared, ...systemVariables];
  const shared = { known, offered: [...new Set([...declared, ...used, ...systemVariables])].sort(), offerLabel: t('variables.offer'), disabled };
  const form = useRef<HTMLDivElement>(null);
  const jumpTo = (offset: number) => {
    const box = form.current?.querySelector<HTMLTextAreaElement>('textarea[data-prompt]');
    if (box === null || box === undefined) return;
    box.focus();
    box.setSelectionRange(offset, offset);
    // A caret that is set is not scrolled to: the line's share of the text is near enough.
    box.scrollTop = (offset / Math.max(1, box.value.length)) * box.scrollHeight - box.clientHeight / 4;
  };
  return (
    <div ref={form} className="grid gap-5">
      <Field label={t('firstMessage')} hint={t('firstMessageHint')}>
        {(control) => (
          <TemplateTextarea
            rows={2}
            maxLength={10_000}
            className="font-serif text-lg"
            value={agent.firstMessage}
            onValueChange={(text) => draft.edit((config) => void (config.conversationConfig.agent.firstMessage = text))}
            {...shared}
            {...control}
          />
        )}
      </Field>
      <Field label={t('prompt')} hint={t('promptHint')} aside={<TextSize text={agent.prompt.prompt} />}>
        {(control) => (
          <div className="grid gap-2">
            <Outline text={agent.prompt.prompt} onChoose={jumpTo} />
            <TemplateTextarea
              rows={18}
              maxLength={200_000}
              data-prompt
              value={agent.prompt.prompt}
              onValueChange={(text) => draft.edit((config) => void (config.conversationConfig.agent.prompt.prompt = text))}
              {...shared}
              {...control}
            />
          </div>
        )}
      </Field>
      {used.length === 0 && declared.length === 0 ? null : <Variables draft={draft} disabled={disabled} used={used} declared={declared} />}
    </div>
  );
}

/** The headings of a longer prompt, to go to. */
function Outline({ text, onChoose }: { readonly text: string; readonly onChoose: (offset: number) => void }) {
  const t = useTranslations('editor');
  const headings = headingsIn(text);
  if (headings.length < 2) return null;
  return (
    <nav aria-label={t('sections')} className="flex flex-wrap gap-1">
      {headings.map(({ title, level, offset }) => (
        <Button key={offset} look="quiet" size="sm" className={level === 1 ? 'max-w-56' : 'max-w-56 text-ink-faint'} onClick={() => onChoose(offset)}>
          <span className="truncate">{title}</span>
        </Button>
      ))}
    </nav>
  );
}

/** What stands in for each variable where a conversation brings no value, and which have nothing. */
function Variables({ draft, disabled, used, declared }: SectionProps & { readonly used: readonly string[]; readonly declared: readonly string[] }) {
  const t = useTranslations('editor');
  const headingId = useId();
  const { dynamicVariablePlaceholders: values } = draft.document.config.conversationConfig.agent.dynamicVariables;
  const isSystem = (name: string) => (systemVariables as readonly string[]).includes(name);
  const names = [...new Set([...used.filter((name) => !isSystem(name)), ...declared])];
  const system = used.filter(isSystem);
  const set = (name: string, value: string) =>
    draft.edit((config) => {
      const { dynamicVariablePlaceholders: all } = config.conversationConfig.agent.dynamicVariables;
      if (value === '') delete all[name];
      else all[name] = value;
    });
  return (
    <div role="group" aria-labelledby={headingId} className="grid gap-3 rounded-lg border bg-surface p-4">
      <div className="grid gap-0.5">
        <p id={headingId} className="text-sm font-medium">
          {t('variables.title')}
        </p>
        <p className="text-xs text-ink-faint text-pretty">{t('variables.help')}</p>
      </div>
      {names.length === 0 ? null : (
        <ul className="grid gap-2">
          {names.map((name) => {
            const value = values[name];
            return (
              <li key={name} className="grid items-center gap-2 sm:grid-cols-[minmax(0,14rem)_minmax(0,1fr)_auto]">
                <code className="truncate font-mono text-xs">{`{{${name}}}`}</code>
                <Input
                  aria-label={t('variables.value', { name })}
                  placeholder={t('variables.none')}
                  value={value === undefined ? '' : String(value)}
                  maxLength={2_000}
                  disabled={disabled}
                  onChange={(event) => set(name, event.target.value)}
                />
                {used.includes(name) ? (
                  value === undefined ? (
                    <Badge tone="warn">{t('variables.needed')}</Badge>
                  ) : (
                    <Badge>{t('variables.used')}</Badge>
                  )
                ) : (
                  <Badge>{t('variables.unused')}</Badge>
                )}
              </li>
            );
          })}
        </ul>
      )}
      {system.length === 0 ? null : (
        <p className="text-xs text-ink-soft">
          {t('variables.system')} <span className="font-mono break-words">{system.join(', ')}</span>
        </p>
      )}
    </div>
  );
}
