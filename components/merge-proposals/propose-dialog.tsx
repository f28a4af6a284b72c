'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import type { FormEvent } from 'react';
import { formOf, listOf, text } from '../layout/kept-fields';
import { RestoredLine } from '../layout/restored-line';
import { useKeptForm } from '../layout/use-kept-form';
import { useWorkspace } from '../layout/workspace-context';
import { type Answers, useTRPC } from '../trpc/client';
import { Button } from '../ui/button';
import { Dialog, DialogContent } from '../ui/dialog';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { Select } from '../ui/select';
import { Textarea } from '../ui/textarea';
import { toast } from '../ui/toaster';
import { ReviewersField } from './reviewers-field';

type Branch = Answers['branches']['list']['items'][number];

export interface ProposeDialogProps {
  /** Those in use, the main one among them. */
  readonly branches: readonly Branch[];
  readonly source: Branch;
  readonly onClose: () => void;
}

interface Draft {
  readonly sourceId: string;
  readonly targetId: string;
  readonly title: string;
  readonly description: string;
  readonly reviewers: readonly string[];
}

const readDraft = formOf<Draft>({ sourceId: text, targetId: text, title: text, description: text, reviewers: listOf(text) });

/** Asks others to look at a branch before it is merged; leads to the proposal. */
export function ProposeDialog({ branches, source, onClose }: ProposeDialogProps) {
  const t = useTranslations('proposals');
  const { slug, href } = useWorkspace();
  const router = useRouter();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const usual: Draft = { sourceId: source.id, targetId: usualTarget(branches, source), title: '', description: '', reviewers: [] };
  const form = useKeptForm({ name: `branch.${source.id}.proposal`, saved: usual, read: readDraft });
  const { title, description, reviewers } = form.value;
  // A branch chosen before may have been archived since.
  const from = branches.find(({ id, isMain }) => id === form.value.sourceId && !isMain) ?? source;
  const sourceId = from.id;
  const targetId = branches.find(({ id }) => id === form.value.targetId && id !== sourceId)?.id ?? usualTarget(branches, from);
  const propose = useMutation(
    trpc.branches.propose.mutationOptions({
      onSuccess: async (proposalId) => {
        form.forget();
        await queries.invalidateQueries({ queryKey: trpc.branches.proposals.pathKey() });
        toast.success(t('proposed'));
        onClose();
        router.push(href(`/agents/${source.agentId}/proposals/${proposalId}`));
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    propose.mutate({
      workspace: slug,
      agentId: source.agentId,
      sourceBranchId: sourceId,
      targetBranchId: targetId,
      title: title.trim(),
      description,
      requestedReviewers: [...reviewers],
    });
  };
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent title={t('propose')} description={t('proposeHelp')}>
        <form className="grid grid-cols-1 gap-4" onSubmit={submit}>
          <RestoredLine form={form} />
          <Field label={t('titleLabel')}>
            {(control) => <Input autoFocus value={title} maxLength={200} onChange={(event) => form.edit({ title: event.target.value })} {...control} />}
          </Field>
          <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
            <Field label={t('source')}>
              {(control) => (
                <Select
                  value={sourceId}
                  options={branches.filter(({ isMain }) => !isMain).map(optionOf)}
                  onValueChange={(id) => form.edit({ sourceId: id })}
                  {...control}
                />
              )}
            </Field>
            <Field label={t('target')}>
              {(control) => (
                <Select
                  value={targetId}
                  options={branches.filter(({ id }) => id !== sourceId).map(optionOf)}
                  onValueChange={(id) => form.edit({ targetId: id })}
                  {...control}
                />
              )}
            </Field>
          </div>
          <Field label={t('description')} hint={t('descriptionHint')}>
            {(control) => (
              <Textarea rows={4} value={description} maxLength={10_000} onChange={(event) => form.edit({ description: event.target.value })} {...control} />
            )}
          </Field>
          <ReviewersField authorId={null} chosen={reviewers} onChange={(next) => form.edit({ reviewers: next })} />
          {propose.isError ? (
            <p role="alert" className="text-sm text-danger">
              {propose.error.message}
            </p>
          ) : null}
          <Button type="submit" look="primary" className="justify-self-end" isBusy={propose.isPending} disabled={title.trim() === ''}>
            {t('proposeNow')}
          </Button>
        </form>
      </DialogContent>
    </Dialog>
  );
}

/** Where a branch came from, as long as that is in use. */
function usualTarget(branches: readonly Branch[], source: Branch): string {
  const target = branches.find(({ id }) => id === source.parentBranch?.id) ?? branches.find(({ isMain }) => isMain);
  return target?.id ?? '';
}

function optionOf({ id, name }: Branch) {
  return { value: id, label: name };
}
