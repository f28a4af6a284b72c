'use client';

import { useQuery } from '@tanstack/react-query';
import { BookOpen, X } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { type UsageMode, usageModes } from '@/server/contracts/knowledge';
import { useWorkspace } from '../layout/workspace-context';
import { useTRPC } from '../trpc/client';
import { Button } from '../ui/button';
import { Combobox } from '../ui/combobox';
import { Field } from '../ui/field';
import { Select } from '../ui/select';
import { SwitchRow } from '../ui/switch';
import type { SectionProps } from './section-props';

/** Documents and folders of the workspace that this agent may use, and how. */
export function DocumentsField({ draft, disabled }: SectionProps) {
  const t = useTranslations('editor');
  const { slug, href, may } = useWorkspace();
  const trpc = useTRPC();
  const { knowledgeBase, rag } = draft.document.config.conversationConfig.agent.prompt;
  const documents = useQuery({
    ...trpc.knowledge.list.queryOptions({ workspace: slug, sortBy: 'name', foldersFirst: true, pageSize: 100 }),
    enabled: may('knowledge:read'),
  });
  const free = documents.data?.items.filter(({ id }) => !knowledgeBase.some((used) => used.id === id)) ?? [];
  const setMode = (id: string, mode: string) =>
    draft.edit((config) => {
      const entry = config.conversationConfig.agent.prompt.knowledgeBase.find((used) => used.id === id);
      if (entry !== undefined) entry.usageMode = mode;
    });
  const add = (id: string) => {
    const document = free.find((candidate) => candidate.id === id);
    if (document === undefined || disabled) return;
    draft.edit((config) => {
      const { prompt } = config.conversationConfig.agent;
      prompt.knowledgeBase.push({ type: document.kind, name: document.name, id, usageMode: 'auto' });
      // Without looking things up every document would lie in the prompt as a whole.
      prompt.rag.enabled = true;
    });
  };
  return (
    <div className="grid gap-4">
      {knowledgeBase.length === 0 ? (
        <p className="rounded-md border border-dashed border-edge/50 px-4 py-5 text-center text-sm text-ink-soft">
          {t('noDocuments')}{' '}
          <Link href={href('/knowledge')} className="text-accent underline underline-offset-3">
            {t('toKnowledge')}
          </Link>
        </p>
      ) : (
        <ul className="grid rounded-lg border bg-surface [&>li+li]:border-t">
          {knowledgeBase.map(({ id, name, usageMode }) => (
            <li key={id} className="flex flex-wrap items-center gap-x-3 gap-y-2 px-3.5 py-2.5">
              <BookOpen className="size-4 shrink-0 text-ink-faint" aria-hidden />
              <Link href={href(`/knowledge/${id}`)} className="min-w-0 flex-1 basis-40 truncate text-sm font-medium hover:text-accent">
                {name}
              </Link>
              <Select
                aria-label={t('usageOf', { name })}
                value={usageMode}
                disabled={disabled}
                className="w-44"
                onValueChange={(mode) => setMode(id, mode)}
                options={usageModes.map((mode: UsageMode) => ({ value: mode, label: t(`usage.${mode}`) }))}
              />
              <Button
                look="quiet"
                size="icon-sm"
                aria-label={t('takeAway', { name })}
                disabled={disabled}
                onClick={() =>
                  draft.edit((config) => {
                    const { prompt } = config.conversationConfig.agent;
                    prompt.knowledgeBase = prompt.knowledgeBase.filter((used) => used.id !== id);
                  })
                }
              >
                <X aria-hidden />
              </Button>
            </li>
          ))}
        </ul>
      )}
      {disabled ? null : (
        <Field label={t('giveDocument')} hint={t('giveDocumentHint')} className="max-w-lg" error={documents.error?.message}>
          {(control) => (
            <Combobox
              value=""
              placeholder={t('chooseDocument')}
              searchPlaceholder={t('searchDocuments')}
              emptyText={t('noDocumentFound')}
              options={free.map(({ id, name, folderPath, kind }) => ({
                value: id,
                label: name,
                ...(folderPath.length === 0
                  ? kind === 'folder'
                    ? { detail: t('wholeFolder') }
                    : {}
                  : { detail: folderPath.map((folder) => folder.name).join(' / ') }),
              }))}
              onValueChange={add}
              {...control}
            />
          )}
        </Field>
      )}
      <SwitchRow
        label={t('lookUp')}
        hint={t('lookUpHint')}
        disabled={disabled}
        checked={rag.enabled}
        onCheckedChange={(isOn) => draft.edit((config) => void (config.conversationConfig.agent.prompt.rag.enabled = isOn))}
      />
    </div>
  );
}
