'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { RadioGroup } from 'radix-ui';
import type { FormEvent } from 'react';
import { formOf, oneOf, text } from '../layout/kept-fields';
import { RestoredLine } from '../layout/restored-line';
import { useKeptForm } from '../layout/use-kept-form';
import { useWorkspace } from '../layout/workspace-context';
import { useTRPC } from '../trpc/client';
import { Button } from '../ui/button';
import { Dialog, DialogContent } from '../ui/dialog';
import { Field } from '../ui/field';
import { Input } from '../ui/input';

const templates = ['blank', 'cafe', 'support', 'tutor'] as const;
type Template = (typeof templates)[number];

interface NewAgent {
  readonly name: string;
  readonly template: Template;
}

const nothingWritten: NewAgent = { name: '', template: 'blank' };
const readDraft = formOf<NewAgent>({ name: text, template: oneOf(templates) });

export function NewAgentDialog({ isOpen, onOpenChange }: { readonly isOpen: boolean; readonly onOpenChange: (isOpen: boolean) => void }) {
  const t = useTranslations('agents');
  return (
    <Dialog open={isOpen} onOpenChange={onOpenChange}>
      <DialogContent title={t('createTitle')} description={t('createHelp')}>
        <NewAgentForm />
      </DialogContent>
    </Dialog>
  );
}

function NewAgentForm() {
  const t = useTranslations('agents');
  const { slug, href } = useWorkspace();
  const router = useRouter();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const form = useKeptForm({ name: 'agent.new', saved: nothingWritten, read: readDraft });
  const { name, template } = form.value;
  const create = useMutation(
    trpc.agents.create.mutationOptions({
      onSuccess: async (agent) => {
        form.forget();
        router.push(href(`/agents/${agent.id}`));
        await queries.invalidateQueries({ queryKey: trpc.agents.list.pathKey() });
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate({ workspace: slug, name: name.trim() === '' ? t(`templates.${template}.name`) : name.trim(), template });
  };
  return (
    <form onSubmit={submit} className="grid gap-5">
      <RestoredLine form={form} />
      <Field label={t('createName')} hint={t('createNameHint')} error={create.error?.message}>
        {(control) => (
          <Input
            value={name}
            maxLength={200}
            placeholder={t(`templates.${template}.name`)}
            onChange={(event) => form.edit({ name: event.target.value })}
            {...control}
          />
        )}
      </Field>
      <fieldset className="grid gap-2">
        <legend className="mb-1.5 text-sm font-medium">{t('template')}</legend>
        <RadioGroup.Root
          value={template}
          aria-label={t('template')}
          onValueChange={(value) => form.edit({ template: templates.find((known) => known === value) ?? 'blank' })}
          className="grid gap-2 sm:grid-cols-2"
        >
          {templates.map((option) => (
            <RadioGroup.Item
              key={option}
              value={option}
              className="grid gap-0.5 rounded-md border border-edge/50 bg-surface p-3 text-left transition-colors hover:border-edge data-[state=checked]:border-accent data-[state=checked]:bg-accent-soft"
            >
              <span className="text-sm font-medium">{t(`templates.${option}.name`)}</span>
              <span className="text-xs text-ink-soft text-pretty">{t(`templates.${option}.help`)}</span>
            </RadioGroup.Item>
          ))}
        </RadioGroup.Root>
      </fieldset>
      <Button type="submit" look="primary" className="justify-self-end" isBusy={create.isPending || create.isSuccess}>
        {t('create')}
      </Button>
    </form>
  );
}
