'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { type AgentConfig, freeKeyedPaths, parseAgentConfig } from '@/server/contracts/agent-config';
import { fromWire, toWire } from '@/server/contracts/wire-case';
import { formOf, orNull, text as aText } from '../layout/kept-fields';
import { RestoredLine } from '../layout/restored-line';
import { useKeptForm } from '../layout/use-kept-form';
import type { Answers } from '../trpc/client';
import { Button } from '../ui/button';
import { Section } from '../ui/card';
import { CopyButton } from '../ui/copy-button';
import { Field } from '../ui/field';
import { Notice } from '../ui/notice';
import { Textarea } from '../ui/textarea';
import { applyChanges, changesBetween } from './document-changes';
import { readJson } from './read-json';
import type { SectionProps } from './section-props';

/** What is typed and has not been taken into the draft, and the document as it stood when that was begun. */
interface Typed {
  readonly text: string | null;
  readonly over: string | null;
}

const nothingTyped: Typed = { text: null, over: null };
const readTyped = formOf<Typed>({ text: orNull(aText), over: orNull(aText) });

/**
 * The whole document as the public API has it. What is typed here becomes part of the draft once it can be read; what was changed elsewhere while it was
 * typed stays.
 */
export function JsonSection({ draft, disabled, agent }: SectionProps & { readonly agent: Pick<Answers['agents']['get'], 'id' | 'branchId'> }) {
  const t = useTranslations('editor');
  const { config } = draft.document;
  const shown = JSON.stringify(toWire(config, freeKeyedPaths), null, 2);
  const form = useKeptForm<Typed>({ name: `agent.${agent.id}.${agent.branchId}.json`, saved: nothingTyped, read: readTyped });
  const [problem, setProblem] = useState<string>();
  const text = form.value.text ?? shown;
  const over = form.value.over ?? shown;
  const isTyping = text !== shown;
  const take = () => {
    const read = readConfig(text);
    if (!read.ok) {
      setProblem(read.line === undefined ? t('json.invalid', { problem: read.problem }) : t('json.unreadable', { line: read.line, problem: read.problem }));
      return;
    }
    setProblem(undefined);
    draft.replace(over === shown ? read.value : withChangesOf(config, over, read.value));
    form.discard();
  };
  return (
    <Section title={t('json.title')} description={t('json.help')}>
      {isTyping ? <RestoredLine form={form} /> : null}
      {isTyping && over !== shown ? <Notice tone="warn">{t('json.changedMeanwhile')}</Notice> : null}
      <Field label={t('json.document')} hint={t('json.hint')} error={problem} aside={<CopyButton text={text} />}>
        {(control) => (
          <Textarea
            rows={28}
            className="font-mono text-xs"
            spellCheck={false}
            value={text}
            disabled={disabled}
            onChange={(event) => {
              form.set(event.target.value === shown ? nothingTyped : { text: event.target.value, over });
              setProblem(undefined);
            }}
            {...control}
          />
        )}
      </Field>
      {disabled ? null : (
        <div className="flex flex-wrap items-center gap-2">
          <Button look="primary" disabled={!isTyping} onClick={take}>
            {t('json.take')}
          </Button>
          <Button
            look="quiet"
            disabled={!isTyping}
            onClick={() => {
              form.discard();
              setProblem(undefined);
            }}
          >
            {t('json.reset')}
          </Button>
        </div>
      )}
    </Section>
  );
}

function readConfig(text: string) {
  return readJson(text, (value) => parseAgentConfig(fromWire(value, freeKeyedPaths)));
}

/** The document with what was changed from `over` to `typed`. */
function withChangesOf(config: AgentConfig, over: string, typed: AgentConfig): AgentConfig {
  const begun = readConfig(over);
  return begun.ok ? (applyChanges(config, changesBetween(begun.value, typed)) as AgentConfig) : typed;
}
