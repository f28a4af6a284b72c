'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus, Trash2, X } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { Refused } from '../layout/refused';
import { useKeptText } from '../layout/use-kept-form';
import { asItLeaves, useLeaving } from '../layout/use-leaving';
import { useWorkspace } from '../layout/workspace-context';
import { type Answers, useTRPC } from '../trpc/client';
import { optimistic } from '../trpc/optimistic';
import { useRefusal } from '../trpc/use-refusal';
import { Button } from '../ui/button';
import { Input } from '../ui/input';
import { Popover, PopoverContent, PopoverTrigger } from '../ui/popover';

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
            <Choose tags={tags.data ?? []} own={conversation.tagIds} onChoose={(tagId) => assign.mutate(of(tagId))} />
          </li>
        ) : null}
      </ul>
      <Refused why={refusal} />
    </section>
  );
}

interface ChooseProps {
  readonly tags: Answers['conversations']['tags'];
  readonly own: readonly string[];
  readonly onChoose: (tagId: string) => void;
}

/** The tags it does not have, and a new one. */
function Choose({ tags, own, onChoose }: ChooseProps) {
  const t = useTranslations('replay.tags');
  const ui = useTranslations('ui');
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [isOpen, setIsOpen] = useState(false);
  const form = useKeptText('conversation-tag.new', '');
  const title = form.value.text.trim();
  const reload = () => queries.invalidateQueries({ queryKey: trpc.conversations.pathKey() });
  const remove = useMutation(trpc.conversations.deleteTag.mutationOptions(asItLeaves));
  const leaving = useLeaving('conversation-tag');
  const create = useMutation(
    trpc.conversations.createTag.mutationOptions({
      onSuccess: async ({ id }) => {
        form.discard();
        setIsOpen(false);
        await queries.invalidateQueries({ queryKey: trpc.conversations.tags.pathKey() });
        onChoose(id);
      },
    }),
  );
  const free = tags.filter(({ id }) => !own.includes(id) && !leaving.has(id));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // The same word again is the same tag.
    const known = tags.find((tag) => tag.title.toLowerCase() === title.toLowerCase());
    if (known === undefined) return create.mutate({ workspace: slug, title });
    form.discard();
    setIsOpen(false);
    if (!own.includes(known.id)) onChoose(known.id);
  };
  return (
    <Popover open={isOpen} onOpenChange={setIsOpen}>
      <PopoverTrigger asChild>
        <Button look="quiet" size="sm">
          <Plus aria-hidden />
          {t('add')}
        </Button>
      </PopoverTrigger>
      <PopoverContent align="start" className="grid w-72 gap-2" aria-label={t('add')}>
        <Refused why={leaving.problem} />
        {free.length === 0 ? null : (
          <ul className="grid max-h-56 gap-0.5 overflow-y-auto">
            {free.map((tag) => (
              <li key={tag.id} className="flex items-center gap-1">
                <button
                  type="button"
                  onClick={() => {
                    setIsOpen(false);
                    onChoose(tag.id);
                  }}
                  className="min-w-0 flex-1 truncate rounded-sm px-1.5 py-1.5 text-left text-sm hover:bg-sunken"
                >
                  {tag.title}
                </button>
                <Button
                  look="quiet"
                  size="icon-sm"
                  aria-label={t('delete', { title: tag.title })}
                  title={t('delete', { title: tag.title })}
                  onClick={() =>
                    leaving.begin({
                      id: tag.id,
                      message: ui('deleted', { name: tag.title }),
                      async remove() {
                        await remove.mutateAsync({ workspace: slug, tagId: tag.id });
                        await reload();
                      },
                    })
                  }
                >
                  <Trash2 aria-hidden />
                </Button>
              </li>
            ))}
          </ul>
        )}
        <form onSubmit={submit} className="flex gap-2">
          <Input
            aria-label={t('new')}
            placeholder={t('new')}
            maxLength={120}
            value={form.value.text}
            onChange={(event) => form.set({ text: event.target.value })}
          />
          <Button type="submit" look="primary" disabled={title === ''} isBusy={create.isPending}>
            {ui('save')}
          </Button>
        </form>
        {create.isError ? (
          <p role="alert" className="text-xs text-danger">
            {create.error.message}
          </p>
        ) : null}
      </PopoverContent>
    </Popover>
  );
}
