'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { freeKeyedPaths, parseAgentConfig } from '@/server/contracts/agent-config';
import { fromWire, toWire } from '@/server/contracts/wire-case';
import { Button } from '../ui/button';
import { Section } from '../ui/card';
import { CopyButton } from '../ui/copy-button';
import { Field } from '../ui/field';
import { Textarea } from '../ui/textarea';
import { readJson } from './read-json';
import type { SectionProps } from './section-props';

/** The whole document as the public API has it. What is typed here becomes part of the draft once it can be read. */
export function JsonSection({ draft, disabled }: SectionProps) {
  const t = useTranslations('editor');
  const shown = JSON.stringify(toWire(draft.document.config, freeKeyedPaths), null, 2);
  const [text, setText] = useState(shown);
  const [problem, setProblem] = useState<string>();
  const isTyping = text !== shown;
  // Changed elsewhere, or discarded: there is nothing of ours to lose unless something is typed.
  useEffect(() => {
    setText(shown);
    setProblem(undefined);
  }, [shown]);
  const take = () => {
    const read = readJson(text, (value) => parseAgentConfig(fromWire(value, freeKeyedPaths)));
    if (!read.ok) {
      setProblem(read.line === undefined ? t('json.invalid', { problem: read.problem }) : t('json.unreadable', { line: read.line, problem: read.problem }));
      return;
    }
    setProblem(undefined);
    draft.replace(read.value);
  };
  return (
    <Section title={t('json.title')} description={t('json.help')}>
      <Field label={t('json.document')} hint={t('json.hint')} error={problem} aside={<CopyButton text={text} />}>
        {(control) => (
          <Textarea
            rows={28}
            className="font-mono text-xs"
            spellCheck={false}
            value={text}
            disabled={disabled}
            onChange={(event) => {
              setText(event.target.value);
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
          <Button look="quiet" disabled={!isTyping} onClick={() => setText(shown)}>
            {t('json.reset')}
          </Button>
        </div>
      )}
    </Section>
  );
}
