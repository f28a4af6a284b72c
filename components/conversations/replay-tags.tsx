'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { X } from 'lucide-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Refused } from '../layout/refused';
import { useWorkspace } from '../layout/workspace-context';
import { type Answers, useTRPC } from '../trpc/client';
import { optimistic } from '../trpc/optimistic';
import { useRefusal } from '../trpc/use-refusal';
import { AddTagButton } from './add-tag-button';

const ChooseTag = dynamic(() => import('./choose-tag').then((module) => module.ChooseTag), { ssr: false, loading: () => <AddTagButton disabled /> });

type Conversation = Answers['conversations']['get'];

interface Tagging {
  readonly conversationId: string;
  readonly tagId: string;
}

/** The tags of a conversation: each leads to the others that have it. */
export function ReplayTags({ conversation }: { readonly conversation: Conversation }) {
  const t = useTranslations('replay.tags');
  const { slug, href, may } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const tags = useQuery(trpc.conversations.tags.queryOptions({ workspace: slug }));
  const key = trpc.conversations.get.queryKey({ workspace: slug, conversationId: conversation.id });
  const shown = (change: (tagIds: readonly string[], tagId: string) => readonly string[]) =>
    optimistic(queries, key, (before: Conversation, { tagId }: Tagging) => ({ ...before, tagIds: change(before.tagIds, tagId) }));
  const assign = useMutation(trpc.conversations.assignTag.mutationOptions(shown((tagIds, tagId) => [...tagIds, tagId])));
  const unassign = useMutation(trpc.conversations.unassignTag.mutationOptions(shown((tagIds, tagId) => tagIds.filter((id) => id !== tagId))));
  const refusal = useRefusal(trpc.conversations.assignTag.mutationKey(), trpc.conversations.unassignTag.mutationKey());
  const mayTag = may('conversations:write');
  const own = tags.data?.filter(({ id }) => conversation.tagIds.includes(id)) ?? [];
  if (!mayTag && own.length === 0) return null;
  const of = (tagId: string) => ({ workspace: slug, conversationId: conversation.id, tagId });
  return (
    <section aria-label={t('title')} className="grid gap-2">
      <ul className="flex flex-wrap items-center gap-1.5">
        {own.map(({ id, title }) => (
          <li key={id} className="flex h-7 max-w-full items-center rounded-full border bg-accent-soft pl-3 text-xs text-accent-ink">
            <Link href={href(`/conversations?tag=${id}`)} className="truncate pr-2 hover:underline">
              {title}
            </Link>
            {mayTag ? (
              <button
                type="button"
                aria-label={t('takeOff', { title })}
                onClick={() => unassign.mutate(of(id))}
                className="grid size-6 shrink-0 place-items-center rounded-full hover:bg-sunken"
              >
                <X className="size-3.5" aria-hidden />
              </button>
            ) : null}
          </li>
        ))}
        {mayTag ? (
          <li>
            <ChooseTag tags={tags.data ?? []} own={conversation.tagIds} onChoose={(tagId) => assign.mutate(of(tagId))} />
          </li>
        ) : null}
      </ul>
      <Refused why={refusal} />
    </section>
  );
}
