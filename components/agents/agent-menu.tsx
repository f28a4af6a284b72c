'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Archive, ArchiveRestore, Copy, MoreHorizontal, Tag, Trash2 } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useWorkspace } from '../layout/workspace-context';
import { type Answers, useTRPC } from '../trpc/client';
import { optimistic, together } from '../trpc/optimistic';
import { type Paged, withItems } from '../trpc/pages';
import { Button } from '../ui/button';
import { Dropdown, DropdownContent, DropdownItem, DropdownSeparator, DropdownTrigger } from '../ui/dropdown';
import { toast } from '../ui/toaster';

const TagsDialog = dynamic(() => import('./tags-dialog').then((module) => module.TagsDialog), { loading: () => null });
const ConfirmDialog = dynamic(() => import('../ui/confirm-dialog').then((module) => module.ConfirmDialog), { loading: () => null });

/** What can be done with an agent from outside of it. */
export function AgentMenu({
  agent,
  hasLeft = false,
}: {
  readonly agent: { readonly id: string; readonly name: string; readonly isArchived: boolean; readonly tags: readonly string[] };
  readonly hasLeft?: boolean;
}) {
  const t = useTranslations('agents');
  const { slug, href } = useWorkspace();
  const router = useRouter();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [isDeleting, setIsDeleting] = useState(false);
  const [isTagging, setIsTagging] = useState(false);
  const refresh = () => queries.invalidateQueries({ queryKey: trpc.agents.pathKey() });
  const duplicate = useMutation(
    trpc.agents.duplicate.mutationOptions({
      onSuccess: async (copy) => {
        await refresh();
        router.push(href(`/agents/${copy.id}`));
      },
    }),
  );
  // Whoever is archived, or taken out of the archive, leaves the list that is shown.
  const shown = optimistic(queries, trpc.agents.list.pathKey(), (list: Paged<AgentPage>, { agentId }: { agentId: string }) =>
    withItems(list, (agents) => agents.filter(({ id }) => id !== agentId)),
  );
  const archive = useMutation(
    trpc.agents.archive.mutationOptions({
      ...shown,
      onSettled: refresh,
    }),
  );
  const tag = useMutation(
    trpc.agents.update.mutationOptions({
      ...together(
        optimistic(queries, trpc.agents.list.pathKey(), (list: Paged<AgentPage>, { tags = [] }: Tagging) =>
          withItems(list, (agents) => agents.map((each) => (each.id === agent.id ? { ...each, tags } : each))),
        ),
        optimistic(queries, trpc.agents.get.pathKey(), (each: OpenAgent, { tags = [] }: Tagging) => (each.id === agent.id ? { ...each, tags } : each)),
      ),
      onSettled: refresh,
    }),
  );
  const remove = useMutation(trpc.agents.delete.mutationOptions({ ...shown, onSettled: () => void refresh() }));
  const setArchived = async (archived: boolean) => {
    try {
      await archive.mutateAsync({ workspace: slug, agentId: agent.id, archived });
      if (archived)
        toast.undoable(t('archivedNow', { name: agent.name }), {
          label: t('undo'),
          onClick: () => archive.mutate({ workspace: slug, agentId: agent.id, archived: false }),
        });
    } catch {
      // The page says why.
    }
  };
  return (
    <>
      <Dropdown>
        <DropdownTrigger asChild>
          <Button look="quiet" size="icon-sm" aria-label={t('actionsFor', { name: agent.name })}>
            <MoreHorizontal aria-hidden />
          </Button>
        </DropdownTrigger>
        <DropdownContent align="end">
          <DropdownItem onSelect={() => duplicate.mutate({ workspace: slug, agentId: agent.id })}>
            <Copy aria-hidden />
            {t('duplicate')}
          </DropdownItem>
          <DropdownItem onSelect={() => setIsTagging(true)}>
            <Tag aria-hidden />
            {t('editTags')}
          </DropdownItem>
          <DropdownItem onSelect={() => void setArchived(!agent.isArchived)}>
            {agent.isArchived ? <ArchiveRestore aria-hidden /> : <Archive aria-hidden />}
            {agent.isArchived ? t('unarchive') : t('archive')}
          </DropdownItem>
          <DropdownSeparator />
          <DropdownItem isDanger onSelect={() => setIsDeleting(true)}>
            <Trash2 aria-hidden />
            {t('delete')}
          </DropdownItem>
        </DropdownContent>
      </Dropdown>
      {isTagging || tag.isError ? (
        <TagsDialog
          agent={agent}
          problem={tag.error?.message}
          onSave={(tags, onSaved) => {
            setIsTagging(false);
            tag.mutate({ workspace: slug, agentId: agent.id, tags }, { onSuccess: onSaved });
          }}
          onClose={() => {
            setIsTagging(false);
            tag.reset();
          }}
        />
      ) : null}
      {isDeleting ? (
        <ConfirmDialog
          open={isDeleting}
          onOpenChange={setIsDeleting}
          title={t('deleteTitle', { name: agent.name })}
          description={t('deleteHelp')}
          confirmLabel={t('delete')}
          typeToConfirm={agent.name}
          onConfirm={async () => {
            await remove.mutateAsync({ workspace: slug, agentId: agent.id });
            if (hasLeft) router.push(href('/agents'));
          }}
        />
      ) : null}
    </>
  );
}

interface Tagging {
  readonly tags?: string[] | undefined;
}

type OpenAgent = Answers['agents']['get'];
type AgentPage = Answers['agents']['list'];
