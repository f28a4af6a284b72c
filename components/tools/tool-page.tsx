'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { ToolConfig } from '@/server/contracts/tool-config';
import { BackLink } from '../layout/back-link';
import { Failure } from '../layout/failure';
import { formOf, orNull, text as aText } from '../layout/kept-fields';
import { RestoredLine } from '../layout/restored-line';
import { useQueryParameters } from '../layout/use-query-parameters';
import { useKeptForm } from '../layout/use-kept-form';
import { useWorkspace } from '../layout/workspace-context';
import { type Answers, useTRPC } from '../trpc/client';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { Field } from '../ui/field';
import { Notice } from '../ui/notice';
import { Segmented } from '../ui/segmented';
import { Skeleton } from '../ui/skeleton';
import { Textarea } from '../ui/textarea';
import { toast } from '../ui/toaster';
import { textOfConfig } from './config-text';
import { newToolKinds } from './new-tool-kinds';
import { TestCall } from './test-call';
import { ToolForm } from './tool-form';
import { ToolUsage } from './tool-usage';
import type { ConfigProblem } from './tool-rules';
import { loadToolRules, type ToolRules, useToolRules } from './use-tool-rules';

type Tool = Answers['tools']['get'];

export function ToolPage({ toolId }: { readonly toolId: string }) {
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const tool = useQuery(trpc.tools.get.queryOptions({ workspace: slug, toolId }));
  if (tool.isError && tool.data === undefined) {
    return (
      <div className="p-8">
        <Failure message={tool.error.message} onRetry={() => void tool.refetch()} />
      </div>
    );
  }
  if (tool.data === undefined) return <Skeleton className="m-8 h-96" />;
  return <Editor key={tool.data.id} tool={tool.data} saved={tool.data.config} />;
}

/** A tool that is not there yet. `starter`: what it begins with. */
export function NewToolPage({ starter }: { readonly starter: ToolConfig }) {
  return <Editor key={starter.type} tool={undefined} saved={starter} />;
}

function Editor({ tool, saved }: { readonly tool: Tool | undefined; readonly saved: ToolConfig }) {
  const t = useTranslations('tools');
  const ui = useTranslations('ui');
  const { slug, href, may } = useWorkspace();
  const router = useRouter();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [parameters, setParameters] = useQueryParameters();
  const form = useKeptForm({ name: `tool.${tool?.id ?? `new-${saved.type}`}`, saved, read: readKept });
  const { value: config, set: setConfig, forget } = form;
  // What is typed as JSON and is no tool (yet) stays as it was typed.
  const typed = useKeptForm<Typed>({ name: `tool.${tool?.id ?? `new-${saved.type}`}.json`, saved: nothingTyped, read: readTyped });
  const text = typed.value.text ?? undefined;
  const [wasTried, setWasTried] = useState(false);
  /** Why what a tool has to be could not be loaded. */
  const [cannotCheck, setCannotCheck] = useState<string>();
  const disabled = !may('tools:write');
  const isJson = parameters.get('view') === 'json' || text !== undefined;
  const rules = useToolRules();
  const read = (written: string) => rules?.readConfigText(written, saved.type);
  const problems = text === undefined ? (rules?.problemsOf(config) ?? []) : problemsIn(read(text));
  const isChanged = text !== undefined || textOfConfig(config) !== textOfConfig(saved);

  const refresh = () => queries.invalidateQueries({ queryKey: trpc.tools.pathKey() });
  const create = useMutation(
    trpc.tools.create.mutationOptions({
      onSuccess: async (created) => {
        forget();
        typed.discard();
        toast.success(t('created', { name: created.name }));
        await refresh();
        router.push(href(`/tools/${created.id}`));
      },
    }),
  );
  const update = useMutation(
    trpc.tools.update.mutationOptions({
      onSuccess: async (next) => {
        queries.setQueryData(trpc.tools.get.queryKey({ workspace: slug, toolId: next.id }), next);
        setConfig(next.config);
        forget();
        typed.discard();
        toast.success(t('saved'));
        await refresh();
      },
    }),
  );
  const remove = useMutation(trpc.tools.delete.mutationOptions());
  const users = useQuery({
    ...trpc.tools.agents.queryOptions({
      workspace: slug,
      toolId: tool?.id ?? '',
    }),
    enabled: tool !== undefined,
  });
  const failure = cannotCheck ?? create.error?.message ?? update.error?.message;
  const save = async () => {
    setWasTried(true);
    setCannotCheck(undefined);
    const rulesNow = await loadToolRules().catch((error: unknown) => setCannotCheck(error instanceof Error ? error.message : String(error)));
    if (rulesNow === undefined) return;
    const { problemsOf, readConfigText } = rulesNow;
    const written = text === undefined ? { config } : readConfigText(text, saved.type);
    if (!('config' in written) || problemsOf(written.config).length > 0) return;
    const document = written.config as unknown as Record<string, unknown>;
    if (tool === undefined) create.mutate({ workspace: slug, config: document });
    else update.mutate({ workspace: slug, toolId: tool.id, config: document });
  };
  const usedBy = users.data?.agents.items.map(({ name }) => name).join(', ') ?? '';

  return (
    <div className="mx-auto grid w-full max-w-[90rem] grid-cols-1 gap-6 px-4 py-6 sm:px-8 sm:py-8">
      <header className="grid gap-2">
        <BackLink href={href('/tools')}>{t('title')}</BackLink>
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <h1 className="min-w-0 font-serif text-2xl font-medium break-words">{tool?.name ?? t(`newKind.${kindOf(saved.type)}`)}</h1>
          <Badge>{t(`kind.${saved.type}`)}</Badge>
          <div className="ml-auto flex flex-wrap items-center gap-2">
            <Segmented
              aria-label={t('view')}
              value={isJson ? 'json' : 'form'}
              disabled={text !== undefined}
              onValueChange={(view) => setParameters({ view: view === 'json' ? 'json' : '' })}
              options={[
                { value: 'form', label: t('form') },
                { value: 'json', label: 'JSON' },
              ]}
            />
            {tool === undefined || disabled ? null : (
              <ConfirmDialog
                trigger={<Button look="danger-quiet">{ui('delete')}</Button>}
                title={t('deleteTitle', { name: tool.name })}
                description={usedBy === '' ? t('deleteHelp') : `${t('deleteUsedHelp', { agents: usedBy })} ${t('deleteHelp')}`}
                confirmLabel={ui('delete')}
                typeToConfirm={tool.name}
                onConfirm={async () => {
                  await remove.mutateAsync({
                    workspace: slug,
                    toolId: tool.id,
                    ...(usedBy === '' ? {} : { force: true }),
                  });
                  forget();
                  typed.forget();
                  router.push(href('/tools'));
                  await refresh();
                }}
              />
            )}
          </div>
        </div>
      </header>
      {disabled ? <Notice>{t('readOnly')}</Notice> : null}
      <RestoredLine form={text === undefined ? form : typed} />
      <div className="grid grid-cols-1 items-start gap-8 xl:grid-cols-[minmax(0,1fr)_27rem]">
        <div className="grid min-w-0 gap-4">
          {isJson ? (
            <Field label={t('json')} hint={t('jsonHint')}>
              {(control) => (
                <Textarea
                  rows={30}
                  spellCheck={false}
                  className="font-mono text-xs"
                  value={text ?? textOfConfig(config)}
                  disabled={disabled}
                  onChange={(event) => {
                    const written = read(event.target.value);
                    if (written !== undefined && 'config' in written && textOfConfig(written.config) === event.target.value) {
                      setConfig(written.config);
                      typed.discard();
                    } else typed.set({ text: event.target.value });
                  }}
                  onBlur={() => {
                    const written = text === undefined ? undefined : read(text);
                    if (written === undefined || !('config' in written)) return;
                    setConfig(written.config);
                    typed.discard();
                  }}
                  {...control}
                />
              )}
            </Field>
          ) : (
            <ToolForm config={config} onChange={setConfig} problems={problems} disabled={disabled} />
          )}
          {problems.length > 0 && (wasTried || text !== undefined) ? (
            <Notice tone="danger" title={t('notValid')}>
              <ul className="list-disc pl-4">
                {problems.slice(0, 8).map(({ path, message }) => (
                  <li key={`${path} ${message}`}>
                    {path === '' ? null : <code className="font-mono text-xs">{path}</code>} {message}
                  </li>
                ))}
              </ul>
            </Notice>
          ) : null}
          {failure === undefined ? null : <Notice tone="danger">{failure}</Notice>}
          {disabled ? null : (
            <div className="sticky bottom-0 z-10 -mx-1 flex flex-wrap items-center justify-end gap-2 border-t bg-ground px-1 py-3">
              {isChanged && tool !== undefined ? (
                <Button
                  look="quiet"
                  onClick={() => {
                    typed.discard();
                    form.discard();
                  }}
                >
                  {t('discard')}
                </Button>
              ) : null}
              <Button look="primary" isBusy={create.isPending || update.isPending} disabled={tool !== undefined && !isChanged} onClick={() => void save()}>
                {tool === undefined ? t('create') : ui('save')}
              </Button>
            </div>
          )}
        </div>
        <aside aria-label={t('beside')} className="grid gap-5">
          {tool === undefined ? (
            <p className="text-sm text-ink-soft">{t('testLater')}</p>
          ) : (
            <>
              {tool.type === 'webhook' && !disabled ? <TestCall tool={tool} isChanged={isChanged} /> : null}
              <ToolUsage tool={tool} />
            </>
          )}
        </aside>
      </div>
    </div>
  );
}

/** What is written as JSON and cannot be taken over. */
interface Typed {
  readonly text: string | null;
}

const nothingTyped: Typed = { text: null };
const readTyped = formOf<Typed>({ text: orNull(aText) });

function problemsIn(read: ReturnType<ToolRules['readConfigText']> | undefined): readonly ConfigProblem[] {
  return read !== undefined && 'problems' in read ? read.problems : [];
}

function kindOf(type: string) {
  return newToolKinds.find((known) => known === type) ?? 'webhook';
}

async function readKept(kept: unknown): Promise<ToolConfig | undefined> {
  return kept === undefined ? undefined : (await loadToolRules()).keptTool(kept);
}
