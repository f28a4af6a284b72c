'use client';

import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { FormEvent } from 'react';
import { formOf, openTexts, texts } from '../layout/kept-fields';
import { RestoredLine } from '../layout/restored-line';
import { useKeptForm } from '../layout/use-kept-form';
import { useWorkspace } from '../layout/workspace-context';
import { type Answers, useTRPC } from '../trpc/client';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { Textarea } from '../ui/textarea';

type Provider = Answers['providers']['list'][number];
type SettingField = Provider['fields'][number];
type Credential = Answers['credentials']['list'][number];

export interface CredentialFormProps {
  readonly provider: Provider;
  readonly credential: Credential | undefined;
  readonly onSaved: (credential: Credential) => void;
}

interface Draft {
  /** By the field's name; one that is not there is left as it is stored. */
  readonly values: Readonly<Record<string, string>>;
}

const readDraft = formOf<Draft>({ values: texts });

/** A form made from what the provider says it needs. Stored secrets never come back to the browser; an untouched field keeps its secret. */
export function CredentialForm({ provider, credential, onSaved }: CredentialFormProps) {
  const t = useTranslations('providers');
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const form = useKeptForm<Draft>({
    name: `credential.${provider.name}`,
    saved: { values: { ...credential?.settings } },
    read: readDraft,
    // Headers are where some vendors want their keys.
    withoutSecrets: (draft) => ({
      values: openTexts(draft.values, (name) => provider.fields.some((field) => field.name === name && (field.kind === 'secret' || field.kind === 'headers'))),
    }),
  });
  const { values } = form.value;
  const setValue = (field: SettingField, value: string) => form.edit({ values: { ...values, [field.name]: value } });
  const save = useMutation(
    trpc.credentials.upsert.mutationOptions({
      onSuccess(saved) {
        form.forget();
        onSaved(saved);
      },
    }),
  );
  const wrongField = wrongFieldOf(save.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // An untouched secret is left out, which keeps it; an untouched plain setting is sent as it is shown.
    const settings = Object.fromEntries(provider.fields.flatMap((field) => (values[field.name] === undefined ? [] : [[field.name, values[field.name] ?? '']])));
    save.mutate({ workspace: slug, provider: provider.name, settings });
  };
  return (
    <form onSubmit={submit} autoComplete="off" className="grid gap-4">
      <RestoredLine form={form} />
      {provider.fields.map((field) => (
        <Field
          key={field.name}
          label={field.label}
          hint={<FieldHint field={field} provider={provider} storedHint={credential?.hints[field.name]} />}
          error={wrongField === field.name ? save.error?.message : undefined}
          {...(credential?.hints[field.name] !== undefined && !field.isRequired
            ? {
                aside: (
                  <button
                    type="button"
                    className="underline underline-offset-3 hover:text-ink"
                    aria-pressed={values[field.name] === ''}
                    onClick={() => setValue(field, '')}
                  >
                    {t('clearSecret')}
                  </button>
                ),
              }
            : {})}
        >
          {(control) =>
            field.kind === 'headers' ? (
              <Textarea
                rows={3}
                className="font-mono text-xs"
                value={values[field.name] ?? ''}
                placeholder={field.placeholder}
                onChange={(event) => setValue(field, event.target.value)}
                {...control}
              />
            ) : (
              <Input
                type={field.kind === 'secret' ? 'password' : field.kind === 'url' ? 'url' : 'text'}
                autoComplete={field.kind === 'secret' ? 'new-password' : 'off'}
                spellCheck={false}
                value={values[field.name] ?? ''}
                placeholder={field.placeholder}
                onChange={(event) => setValue(field, event.target.value)}
                {...control}
              />
            )
          }
        </Field>
      ))}
      {save.isError && wrongField === undefined ? (
        <p role="alert" className="text-sm text-danger">
          {save.error.message}
        </p>
      ) : null}
      <Button type="submit" look="primary" className="justify-self-end" isBusy={save.isPending}>
        {t('save')}
      </Button>
    </form>
  );
}

function FieldHint({ field, provider, storedHint }: { readonly field: SettingField; readonly provider: Provider; readonly storedHint: string | undefined }) {
  const t = useTranslations('providers');
  if (storedHint !== undefined) return t('keepSecret', { hint: storedHint });
  if (provider.fieldsFromEnvironment.includes(field.name)) return t('fromEnvironment');
  return field.kind === 'headers' ? t('headersHint') : null;
}

/** The field an error is about, where the server says so: its path is `['settings', name]`. */
function wrongFieldOf(error: unknown): string | undefined {
  const data: unknown = typeof error === 'object' && error !== null && 'data' in error ? error.data : undefined;
  const path: unknown = typeof data === 'object' && data !== null && 'inputPath' in data ? data.inputPath : undefined;
  return Array.isArray(path) && path[0] === 'settings' && typeof path[1] === 'string' ? path[1] : undefined;
}
