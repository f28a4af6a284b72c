'use client';

import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ExternalLink } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useFormatter, useTranslations } from 'next-intl';
import { knowledgeLimits } from '@/server/contracts/knowledge';
import { BackLink } from '../layout/back-link';
import { Failure } from '../layout/failure';
import { formOf, orNull, text } from '../layout/kept-fields';
import { Refused } from '../layout/refused';
import { RestoredLine } from '../layout/restored-line';
import { useKeptForm } from '../layout/use-kept-form';
import { useQueryParameters } from '../layout/use-query-parameters';
import { useWorkspace } from '../layout/workspace-context';
import { useLiveFeed } from '../live/use-live-feed';
import { type Answers, useTRPC } from '../trpc/client';
import { useRefusal } from '../trpc/use-refusal';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { Field } from '../ui/field';
import { Notice } from '../ui/notice';
import { Skeleton } from '../ui/skeleton';
import { Tabs, TabsContent, TabsList, TabsTrigger } from '../ui/tabs';
import { Textarea } from '../ui/textarea';
import { AskPanel } from './ask-panel';
import { DocumentMenu } from './document-menu';
import { IndexBadge, useDocumentIndex } from './index-badge';
import { useFileSize } from './use-file-size';

type Document = Answers['knowledge']['get'];
const tabs = ['passages', 'text', 'agents'] as const;

export function DocumentPage({ documentId }: { readonly documentId: string }) {
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const document = useQuery(trpc.knowledge.get.queryOptions({ workspace: slug, documentId }));
  useLiveFeed({ work: 'knowledge' }, () => {
    const { get, indexes, chunks } = trpc.knowledge;
    for (const queryKey of [get.pathKey(), indexes.pathKey(), chunks.pathKey()]) void queries.invalidateQueries({ queryKey });
  });
  if (document.isError && document.data === undefined) {
    return (
      <div className="p-8">
        <Failure message={document.error.message} onRetry={() => void document.refetch()} />
      </div>
    );
  }
  if (document.data === undefined) return <Skeleton className="m-8 h-96" />;
  return <Loaded document={document.data} />;
}

function Loaded({ document }: { readonly document: Document }) {
  const t = useTranslations('knowledge');
  const { href, may } = useWorkspace();
  const router = useRouter();
  const [parameters, setParameters] = useQueryParameters();
  const tab = tabs.find((name) => name === parameters.get('tab')) ?? 'passages';
  const trpc = useTRPC();
  const refusal = useRefusal(trpc.knowledge.update.mutationKey(), trpc.knowledge.move.mutationKey(), trpc.knowledge.refresh.mutationKey());
  const above = document.folderPath.at(-1);
  const back = href(above === undefined ? '/knowledge' : `/knowledge?folder=${above.id}`);
  return (
    <div className="mx-auto grid w-full max-w-[90rem] grid-cols-1 gap-6 px-4 py-6 sm:px-8 sm:py-8">
      <header className="grid gap-2">
        <BackLink href={back}>{above === undefined ? t('title') : above.name}</BackLink>
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <h1 className="min-w-0 font-serif text-2xl font-medium break-words">{document.name}</h1>
          <IndexBadge documentId={document.id} />
          {may('knowledge:write') ? (
            <div className="ml-auto">
              <DocumentMenu document={document} onDeleted={() => router.push(back)} />
            </div>
          ) : null}
        </div>
        <Refused why={refusal} />
        <Facts document={document} />
        <IndexProblem documentId={document.id} />
      </header>
      <div className="grid grid-cols-1 items-start gap-6 xl:grid-cols-[minmax(0,1fr)_25rem]">
        <Tabs value={tab} onValueChange={(value) => setParameters({ tab: value === 'passages' ? '' : value })} className="min-w-0">
          <TabsList aria-label={document.name}>
            {tabs.map((name) => (
              <TabsTrigger key={name} value={name}>
                {t(`tabs.${name}`)}
              </TabsTrigger>
            ))}
          </TabsList>
          <TabsContent value={tab} className="pt-5 outline-none" tabIndex={-1}>
            {tab === 'passages' ? <Passages documentId={document.id} /> : null}
            {tab === 'text' ? <WholeText document={document} /> : null}
            {tab === 'agents' ? <UsedBy documentId={document.id} /> : null}
          </TabsContent>
        </Tabs>
        <aside aria-label={t('ask')}>
          <AskPanel documentId={document.id} hint={t('askDocumentHint')} />
        </aside>
      </div>
    </div>
  );
}

function Facts({ document }: { readonly document: Document }) {
  const t = useTranslations('knowledge');
  const format = useFormatter();
  const size = useFileSize();
  const facts = [
    t(`kind.${document.kind}`),
    size(document.sizeBytes),
    t('addedBy', { when: format.dateTime(document.createdAt, { dateStyle: 'medium' }), name: document.createdByName }),
    ...(document.autoSync === null ? [] : [t('syncEvery', { days: document.autoSync.everyDays })]),
  ];
  return (
    <p className="flex flex-wrap items-center gap-x-2 text-sm text-ink-soft">
      {facts.join(' · ')}
      {document.url === null ? null : (
        <a href={document.url} target="_blank" rel="noreferrer" className="inline-flex items-center gap-1 break-all text-accent underline underline-offset-3">
          {document.url}
          <ExternalLink className="size-3.5 shrink-0" aria-hidden />
        </a>
      )}
    </p>
  );
}

function IndexProblem({ documentId }: { readonly documentId: string }) {
  const t = useTranslations('knowledge');
  const { slug, may } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const index = useDocumentIndex(documentId);
  const reindex = useMutation(
    trpc.knowledge.reindex.mutationOptions({ onSuccess: () => queries.invalidateQueries({ queryKey: trpc.knowledge.indexes.pathKey() }) }),
  );
  if (index?.status === 'document_too_small') return <Notice>{t('tooSmallHelp')}</Notice>;
  if (index?.status === 'rag_limit_exceeded') return <Notice tone="warn">{t('limitHelp')}</Notice>;
  if (index?.status !== 'failed') return null;
  return (
    <Notice
      tone="danger"
      title={t('indexFailed')}
      action={
        may('knowledge:write') ? (
          <Button size="sm" isBusy={reindex.isPending} onClick={() => reindex.mutate({ workspace: slug, documentId })}>
            {t('indexAgain')}
          </Button>
        ) : undefined
      }
    >
      {reindex.error?.message ?? index.problem}
    </Notice>
  );
}

function Passages({ documentId }: { readonly documentId: string }) {
  const t = useTranslations('knowledge');
  const ui = useTranslations('ui');
  const format = useFormatter();
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const index = useDocumentIndex(documentId);
  const isSettled = index !== undefined && index.status !== 'created' && index.status !== 'processing';
  const chunks = useInfiniteQuery({
    ...trpc.knowledge.chunks.infiniteQueryOptions({ workspace: slug, documentId, pageSize: 20 }, { getNextPageParam: (page) => page.nextCursor ?? undefined }),
    // Passages are there once the document has been cut.
    enabled: index === undefined || isSettled,
  });
  if (chunks.isError) return <Failure message={chunks.error.message} onRetry={() => void chunks.refetch()} />;
  if (index !== undefined && !isSettled) return <Notice>{t('passagesLater')}</Notice>;
  if (chunks.data === undefined) return <Skeleton className="h-48" />;
  const passages = chunks.data.pages.flatMap((page) => page.items);
  if (passages.length === 0) return <EmptyState title={t('noPassages')} description={t('noPassagesHelp')} />;
  return (
    <div className="grid gap-4">
      <ol className="grid gap-3">
        {passages.map((passage) => (
          <li key={passage.id} className="grid gap-2 rounded-lg border bg-surface p-4">
            <div className="flex flex-wrap items-baseline justify-between gap-2 text-xs text-ink-faint">
              <span>{passage.heading === '' ? t('passage', { number: passage.position + 1 }) : `${passage.position + 1} · ${passage.heading}`}</span>
              <span>{t('characters', { count: format.number(passage.text.length) })}</span>
            </div>
            <p className="font-serif leading-relaxed whitespace-pre-line break-words">{passage.text}</p>
          </li>
        ))}
      </ol>
      {chunks.hasNextPage ? (
        <Button className="justify-self-center" isBusy={chunks.isFetchingNextPage} onClick={() => void chunks.fetchNextPage()}>
          {ui('loadMore')}
        </Button>
      ) : null}
    </div>
  );
}

/** What is being written instead of a document's text, and the text it was begun on. */
interface Typed {
  readonly typed: string | null;
  readonly over: string | null;
}

const nothingTyped: Typed = { typed: null, over: null };
const readTyped = formOf<Typed>({ typed: orNull(text), over: orNull(text) });

function WholeText({ document }: { readonly document: Document }) {
  const t = useTranslations('knowledge');
  const ui = useTranslations('ui');
  const { slug, may } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const form = useKeptForm<Typed>({ name: `document.${document.id}.text`, saved: nothingTyped, read: readTyped });
  const save = useMutation(
    trpc.knowledge.update.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries({ queryKey: trpc.knowledge.pathKey() });
        form.discard();
      },
    }),
  );
  if (document.kind !== 'text' || !may('knowledge:write')) {
    return (
      <pre
        className="max-h-[70vh] overflow-auto rounded-lg border bg-surface p-4 font-mono text-xs leading-relaxed whitespace-pre-wrap"
        tabIndex={0}
        aria-label={t('tabs.text')}
      >
        {document.content}
      </pre>
    );
  }
  const { typed, over } = form.value;
  const content = typed ?? document.content;
  const isChanged = content !== document.content;
  return (
    <div className="grid gap-3">
      {isChanged ? <RestoredLine form={form} /> : null}
      {isChanged && over !== document.content ? <Notice tone="warn">{t('textChanged')}</Notice> : null}
      <Field label={t('text')} error={save.error?.message} hint={t('textHint')}>
        {(control) => (
          <Textarea
            rows={22}
            value={content}
            maxLength={knowledgeLimits.textLength}
            onChange={({ target: { value } }) => form.set(value === document.content ? nothingTyped : { typed: value, over: over ?? document.content })}
            {...control}
          />
        )}
      </Field>
      {isChanged ? (
        <div className="flex justify-end gap-2">
          <Button look="quiet" onClick={form.discard}>
            {ui('cancel')}
          </Button>
          <Button
            look="primary"
            isBusy={save.isPending}
            disabled={content.trim() === ''}
            onClick={() => save.mutate({ workspace: slug, documentId: document.id, content })}
          >
            {ui('save')}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

function UsedBy({ documentId }: { readonly documentId: string }) {
  const t = useTranslations('knowledge');
  const { slug, href } = useWorkspace();
  const trpc = useTRPC();
  const users = useQuery(trpc.knowledge.dependentAgents.queryOptions({ workspace: slug, documentId }));
  if (users.isError) return <Failure message={users.error.message} onRetry={() => void users.refetch()} />;
  if (users.data === undefined) return <Skeleton className="h-24" />;
  const { agents } = users.data;
  if (agents.length === 0) {
    return (
      <EmptyState
        title={t('unusedTitle')}
        description={t('unusedHelp')}
        action={
          <Button asChild>
            <Link href={href('/agents')}>{t('toAgents')}</Link>
          </Button>
        }
      />
    );
  }
  return (
    <ul className="grid rounded-lg border bg-surface [&>li+li]:border-t">
      {agents.map(({ id, name }) => (
        <li key={id}>
          <Link href={href(`/agents/${id}?tab=knowledge`)} className="block px-4 py-3 text-sm font-medium hover:text-accent">
            {name}
          </Link>
        </li>
      ))}
    </ul>
  );
}
