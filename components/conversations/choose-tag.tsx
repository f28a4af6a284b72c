'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { Refused } from '../layout/refused';
import { useKeptText } from '../layout/use-kept-form';
import { asItLeaves, useLeaving } from '../layout/use-leaving';
import { useWorkspace } from '../layout/workspace-context';
import { type Answers, useTRPC } from '../trpc/client';
import { Button } from '../ui/button';
import { Input } from '../ui/input';
import { Popover, PopoverContent, PopoverTrigger } from '../ui/popover';
import { AddTagButton } from './add-tag-button';

export interface ChooseTagProps {
  readonly tags: Answers['conversations']['tags'];
  readonly own: readonly string[];
  readonly onChoose: (tagId: string) => void;
}

/** The tags it does not have, and a new one. */
export function ChooseTag({ tags, own, onChoose }: ChooseTagProps) {
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
        <AddTagButton />
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
