'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useWorkspace } from '../layout/workspace-context';
import { useTRPC } from '../trpc/client';
import { Button } from '../ui/button';
import { Dialog, DialogContent } from '../ui/dialog';
import { LinesField } from './lines-field';

/** An agent's tags; they make no version. */
export function TagsDialog({
  agent,
  onClose,
}: {
  readonly agent: { readonly id: string; readonly name: string; readonly tags: readonly string[] };
  readonly onClose: () => void;
}) {
  const t = useTranslations('agents');
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [tags, setTags] = useState(agent.tags);
  const save = useMutation(
    trpc.agents.update.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries({ queryKey: trpc.agents.pathKey() });
        onClose();
      },
    }),
  );
  return (
    <Dialog open onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}>
      <DialogContent title={t('tagsOf', { name: agent.name })}>
        <LinesField label={t('tags')} hint={t('tagsHint')} value={tags} onChange={setTags} disabled={save.isPending} rows={4} />
        {save.isError ? (
          <p role="alert" className="text-sm text-danger">
            {save.error.message}
          </p>
        ) : null}
        <Button
          look="primary"
          className="justify-self-end"
          isBusy={save.isPending}
          onClick={() => save.mutate({ workspace: slug, agentId: agent.id, tags: [...tags] })}
        >
          {t('saveTags')}
        </Button>
      </DialogContent>
    </Dialog>
  );
}
