'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Play } from 'lucide-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { BackLink } from '../layout/back-link';
import { Failure } from '../layout/failure';
import { RestoredLine } from '../layout/restored-line';
import { useKeptForm } from '../layout/use-kept-form';
import { asItLeaves, useLeaving } from '../layout/use-leaving';
import { useQueryParameters } from '../layout/use-query-parameters';
import { useWorkspace } from '../layout/workspace-context';
import { useTRPC } from '../trpc/client';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { Notice } from '../ui/notice';
import { Skeleton } from '../ui/skeleton';
import { toast } from '../ui/toaster';
import { RunsList } from './runs-list';
import { newDocument, problemsOf, type TestDocument, type TestType, testTypes } from './test-document';
import { TestForm } from './test-form';

const RunDialog = dynamic(() => import('./run-dialog').then((module) => module.RunDialog), { loading: () => null });

export function TestPage({ testId }: { readonly testId: string }) {
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const test = useQuery(trpc.tests.get.queryOptions({ workspace: slug, testId }));
  if (test.isError && test.data === undefined) {
    return (
      <div className="p-8">
        <Failure message={test.error.message} onRetry={() => void test.refetch()} />
      </div>
    );
  }
  if (test.data === undefined) return <Skeleton className="m-8 h-96" />;
  const { id, name, type, document } = test.data;
  return <Editor key={id} testId={id} type={type} saved={{ name, document: document as TestDocument }} />;
}

/** A test that is not there yet; its kind and folder stand in the address. */
export function NewTestPage() {
  const [parameters] = useQueryParameters();
  const type = testTypes.find((known) => known === parameters.get('kind')) ?? 'llm';
  return <Editor key={type} testId={undefined} type={type} saved={{ name: '', document: newDocument(type) }} />;
}

/** What was kept, if it is a test. */
function keptTest(kept: unknown): SavedTest | undefined {
  const isTest = typeof kept === 'object' && kept !== null && 'name' in kept && 'document' in kept;
  if (!isTest || typeof kept.name !== 'string' || typeof kept.document !== 'object' || kept.document === null) return undefined;
  return { name: kept.name, document: kept.document as TestDocument };
}

interface SavedTest {
  readonly name: string;
  readonly document: TestDocument;
}

function Editor({ testId, type, saved }: { readonly testId: string | undefined; readonly type: TestType; readonly saved: SavedTest }) {
  const t = useTranslations('tests');
  const ui = useTranslations('ui');
  const { slug, href, may } = useWorkspace();
  const router = useRouter();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [parameters] = useQueryParameters();
  const form = useKeptForm({ name: `test.${testId ?? `new-${type}`}`, saved, read: keptTest });
  const { value: draft, set: setDraft, forget } = form;
  const [wasTried, setWasTried] = useState(false);
  const [isRunning, setIsRunning] = useState(false);
  const disabled = !may('agents:write');
  const problems = problemsOf(type, draft.name, draft.document);
  const isChanged = JSON.stringify(draft) !== JSON.stringify(saved);
  const folderId = parameters.get('folder');
  const conversationId = saved.document.from_conversation_metadata?.conversation_id;

  const refresh = () => queries.invalidateQueries({ queryKey: trpc.tests.pathKey() });
  const create = useMutation(
    trpc.tests.create.mutationOptions({
      onSuccess: async (id) => {
        toast.success(t('created'));
        forget();
        await refresh();
        router.push(href(`/tests/${id}`));
      },
    }),
  );
  const update = useMutation(
    trpc.tests.update.mutationOptions({
      onSuccess: async (next) => {
        queries.setQueryData(trpc.tests.get.queryKey({ workspace: slug, testId: next.id }), next);
        setDraft({ name: next.name, document: next.document as TestDocument });
        forget();
        toast.success(t('savedNow'));
        await refresh();
      },
    }),
  );
  const remove = useMutation(trpc.tests.delete.mutationOptions(asItLeaves));
  const leaving = useLeaving('test');
  const save = () => {
    setWasTried(true);
    if (problems.length > 0) return;
    const test = { workspace: slug, type, name: draft.name, document: draft.document as Record<string, unknown> };
    if (testId === undefined) create.mutate({ ...test, ...(folderId === null ? {} : { folderId }) });
    else update.mutate({ ...test, testId });
  };
  const failure = create.error?.message ?? update.error?.message;
  return (
    <div className="mx-auto grid w-full max-w-[90rem] grid-cols-1 gap-6 px-4 py-6 sm:px-8 sm:py-8">
      <header className="grid gap-2">
        <BackLink href={href('/tests')}>{t('title')}</BackLink>
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <h1 className="min-w-0 font-serif text-2xl font-medium break-words">{testId === undefined ? t('new') : saved.name}</h1>
          <Badge>{t(`kind.${type}`)}</Badge>
          <div className="ml-auto flex flex-wrap items-center gap-2">
            {conversationId === undefined ? null : (
              <Button asChild look="quiet">
                <Link href={href(`/conversations/${conversationId}`)}>{t('openConversation')}</Link>
              </Button>
            )}
            {testId === undefined || disabled ? null : (
              <>
                <Button
                  look="danger-quiet"
                  onClick={() => {
                    forget();
                    leaving.begin({
                      id: testId,
                      message: ui('deleted', { name: saved.name }),
                      async remove() {
                        await remove.mutateAsync({ workspace: slug, testId });
                        await queries.invalidateQueries({ queryKey: trpc.tests.list.pathKey() });
                      },
                    });
                    router.push(href('/tests'));
                  }}
                >
                  {ui('delete')}
                </Button>
                <Button disabled={isChanged} onClick={() => setIsRunning(true)}>
                  <Play aria-hidden />
                  {t('run')}
                </Button>
              </>
            )}
          </div>
        </div>
      </header>
      {disabled ? <Notice>{t('readOnly')}</Notice> : null}
      <RestoredLine form={form} />
      <div className="grid grid-cols-1 items-start gap-8 xl:grid-cols-[minmax(0,1fr)_30rem]">
        <div className="grid min-w-0 grid-cols-1 gap-4">
          <TestForm type={type} name={draft.name} document={draft.document} disabled={disabled} onChange={setDraft} />
          {wasTried && problems.length > 0 ? (
            <Notice tone="danger" title={t('notReady')}>
              <ul className="list-disc pl-4">
                {problems.map((problem) => (
                  <li key={problem}>{t(`problems.${problem}`)}</li>
                ))}
              </ul>
            </Notice>
          ) : null}
          {failure === undefined ? null : (
            <p role="alert" className="text-sm text-danger">
              {failure}
            </p>
          )}
          {disabled ? null : (
            <div className="flex flex-wrap gap-2">
              <Button look="primary" isBusy={create.isPending || update.isPending} disabled={testId !== undefined && !isChanged} onClick={save}>
                {testId === undefined ? t('create') : ui('save')}
              </Button>
              {isChanged ? (
                <Button look="quiet" onClick={form.discard}>
                  {t('discard')}
                </Button>
              ) : null}
            </div>
          )}
        </div>
        {testId === undefined ? null : (
          <section aria-label={t('recentRuns')} className="grid grid-cols-1 gap-3">
            <h2 className="font-serif text-xl font-medium">{t('recentRuns')}</h2>
            <RunsList testId={testId} />
          </section>
        )}
      </div>
      {isRunning && testId !== undefined ? (
        <RunDialog
          tests={[{ id: testId, name: saved.name }]}
          onClose={() => setIsRunning(false)}
          onStarted={(ids) => router.push(href(`/tests?tab=runs&runs=${ids.join(',')}`))}
        />
      ) : null}
    </div>
  );
}
