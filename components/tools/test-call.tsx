'use client';

import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { formOf, orNull, text } from '../layout/kept-fields';
import { RestoredLine } from '../layout/restored-line';
import { useKeptForm } from '../layout/use-kept-form';
import { useWorkspace } from '../layout/workspace-context';
import { type Answers, useTRPC } from '../trpc/client';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { Card } from '../ui/card';
import { Field } from '../ui/field';
import { Notice } from '../ui/notice';
import { Textarea } from '../ui/textarea';
import { exampleArguments, parametersOf, sourceOf } from './tool-parameters';

type Tool = Answers['tools']['get'];
type Outcome = Answers['tools']['test'];

interface Tried {
  readonly typed: string | null;
  readonly variables: string | null;
}

const nothingTyped: Tried = { typed: null, variables: null };
const readTried = formOf<Tried>({ typed: orNull(text), variables: orNull(text) });

/** Variables may be secret ones, by their names. */
function withoutSecrets(tried: Tried): Tried {
  return tried.variables?.includes('secret__') === true ? { ...tried, variables: null } : tried;
}

/** Calls the webhook for real, with arguments as a model would give them. */
export function TestCall({ tool, isChanged }: { readonly tool: Tool; readonly isChanged: boolean }) {
  const t = useTranslations('tools');
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const rows = parametersOf(tool.config);
  const form = useKeptForm<Tried>({ name: `tool.${tool.id}.test`, saved: nothingTyped, read: readTried, withoutSecrets });
  const { typed, variables } = form.value;
  const shownArguments = typed ?? JSON.stringify(exampleArguments(rows), null, 2);
  const asksVariables = rows.some(({ schema }) => sourceOf(schema) === 'variable') || JSON.stringify(tool.config).includes('{{');
  const shownVariables =
    variables ??
    JSON.stringify(
      Object.fromEntries(
        rows
          .map(({ schema }) => schema['dynamic_variable'])
          .filter((name) => typeof name === 'string' && name !== '')
          .map((name) => [name, '']),
      ),
      null,
      2,
    );
  const parameters = objectIn(shownArguments);
  const values = objectIn(shownVariables);
  const test = useMutation(trpc.tools.test.mutationOptions());
  return (
    <Card className="grid gap-4 p-4 sm:p-5">
      <h2 className="font-serif text-lg font-medium">{t('test')}</h2>
      {isChanged ? <Notice tone="warn">{t('testSaved')}</Notice> : null}
      <RestoredLine form={form} />
      <Field label={t('arguments')} hint={t('argumentsHint')} error={parameters === undefined ? t('noObject') : undefined}>
        {(control) => (
          <Textarea
            rows={5}
            spellCheck={false}
            className="font-mono text-xs"
            value={shownArguments}
            onChange={(event) => form.edit({ typed: event.target.value })}
            {...control}
          />
        )}
      </Field>
      {asksVariables ? (
        <Field label={t('variables')} error={values === undefined ? t('noObject') : undefined}>
          {(control) => (
            <Textarea
              rows={3}
              spellCheck={false}
              className="font-mono text-xs"
              value={shownVariables}
              onChange={(event) => form.edit({ variables: event.target.value })}
              {...control}
            />
          )}
        </Field>
      ) : null}
      <Button
        look="primary"
        className="justify-self-start"
        isBusy={test.isPending}
        disabled={parameters === undefined || values === undefined}
        onClick={() =>
          test.mutate({
            workspace: slug,
            toolId: tool.id,
            parameters: parameters ?? {},
            variables: (values ?? {}) as Record<string, string>,
          })
        }
      >
        {t('callNow')}
      </Button>
      {test.isError ? <Notice tone="danger">{test.error.message}</Notice> : null}
      {test.data === undefined ? null : <OutcomeView outcome={test.data} />}
    </Card>
  );
}

function OutcomeView({ outcome }: { readonly outcome: Outcome }) {
  const t = useTranslations('tools');
  return (
    <section aria-label={t('outcome')} aria-live="polite" className="grid gap-3">
      <p className="flex flex-wrap items-center gap-2 text-sm">
        <Badge tone={outcome.isError ? 'danger' : 'good'}>{outcome.isError ? t('failed') : t('worked')}</Badge>
        {outcome.answer === null ? null : <span>HTTP {outcome.answer.status}</span>}
        <span className="text-ink-soft">{t('took', { ms: outcome.latencyMs })}</span>
      </p>
      {outcome.errorMessage === null ? null : <p className="text-sm text-danger">{outcome.errorMessage}</p>}
      {outcome.request === null ? null : <Block label={t('sent')} text={JSON.stringify(outcome.request, null, 2)} />}
      {outcome.answer === null ? null : <Block label={t('answered')} text={readable(outcome.answer.body)} />}
      <Block label={t('told')} text={readable(outcome.result)} />
      {Object.keys(outcome.assigns).length === 0 ? null : <Block label={t('assigns')} text={JSON.stringify(outcome.assigns, null, 2)} />}
    </section>
  );
}

function Block({ label, text }: { readonly label: string; readonly text: string }) {
  return (
    <figure className="grid gap-1">
      <figcaption className="text-xs text-ink-faint">{label}</figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be reached by keyboard */}
      <pre tabIndex={0} className="max-h-64 overflow-auto rounded-md border bg-sunken p-3 font-mono text-xs break-all whitespace-pre-wrap">
        {text}
      </pre>
    </figure>
  );
}

function readable(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text.trim() === '' ? '{}' : text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
