'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useWorkspace } from '../layout/workspace-context';
import { type Answers, useTRPC } from '../trpc/client';
import { optimistic } from '../trpc/optimistic';
import { type Paged, withItems } from '../trpc/pages';
import { Button } from '../ui/button';
import { ConfirmDialog } from '../ui/confirm-dialog';

type Conversations = Answers['conversations']['list'];

export function Selection({ ids, onDone }: { readonly ids: readonly string[]; readonly onDone: () => void }) {
  const t = useTranslations('conversations');
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const remove = useMutation(
    trpc.conversations.deleteMany.mutationOptions(
      optimistic(queries, trpc.conversations.list.pathKey(), (list: Paged<Conversations>, { conversationIds }: { conversationIds: string[] }) =>
        withItems(list, (rows) => rows.filter(({ id }) => !conversationIds.includes(id))),
      ),
    ),
  );
  return (
    <div className="sticky top-2 z-20 flex flex-wrap items-center gap-3 rounded-md bg-accent-soft px-3 py-2 text-sm text-accent-ink">
      <span role="status" className="font-medium">
        {t('selected', { count: ids.length })}
      </span>
      <Button size="sm" className="ml-auto" onClick={onDone}>
        {t('selectNone')}
      </Button>
      <ConfirmDialog
        trigger={
          <Button size="sm" look="danger">
            <Trash2 aria-hidden />
            {t('delete')}
          </Button>
        }
        title={t('deleteTitle', { count: ids.length })}
        description={t('deleteHelp')}
        confirmLabel={t('delete')}
        typeToConfirm={t('deleteWord')}
        onConfirm={async () => {
          for (let at = 0; at < ids.length; at += mostAtOnce) {
            await remove.mutateAsync({ workspace: slug, conversationIds: ids.slice(at, at + mostAtOnce) });
          }
          onDone();
        }}
      />
    </div>
  );
}

/** Conversations that are deleted with one request. */
const mostAtOnce = 100;
