'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useWorkspace } from '../layout/workspace-context';
import { type Answers, useTRPC } from '../trpc/client';
import { optimistic } from '../trpc/optimistic';
import { Button } from '../ui/button';
import { ConfirmDialog } from '../ui/confirm-dialog';

type Connection = Answers['authConnections']['list'][number];

export function DeleteConnection({ connection }: { readonly connection: Connection }) {
  const t = useTranslations('environment');
  const ui = useTranslations('ui');
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const remove = useMutation(
    trpc.authConnections.delete.mutationOptions({
      ...optimistic(queries, trpc.authConnections.list.pathKey(), (list: readonly Connection[], { connectionId }: { connectionId: string }) =>
        list.filter(({ id }) => id !== connectionId),
      ),
      onSettled: () => queries.invalidateQueries({ queryKey: trpc.authConnections.pathKey() }),
    }),
  );
  return (
    <ConfirmDialog
      trigger={
        <Button look="danger-quiet" size="sm">
          {ui('delete')}
        </Button>
      }
      title={t('deleteTitle', { name: connection.name })}
      description={t('deleteHelp')}
      confirmLabel={ui('delete')}
      typeToConfirm={connection.name}
      onConfirm={async () => {
        await remove.mutateAsync({ workspace: slug, connectionId: connection.id });
      }}
    />
  );
}
