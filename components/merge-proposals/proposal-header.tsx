'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Pencil } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { usePastTime } from '../i18n/use-past-time';
import { formOf, text } from '../layout/kept-fields';
import { RestoredLine } from '../layout/restored-line';
import { useKeptForm } from '../layout/use-kept-form';
import { useWorkspace } from '../layout/workspace-context';
import { useTRPC } from '../trpc/client';
import { optimistic } from '../trpc/optimistic';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { Textarea } from '../ui/textarea';
import type { Proposal } from './discussion-entries';
import { StatusBadge } from './proposal-badges';
import { useTakeProposal } from './use-take-proposal';

/** What is proposed, in the words of who proposes it; they can be changed as long as it is open. */
export function ProposalHeader({ proposal }: { readonly proposal: Proposal }) {
  const t = useTranslations('proposals');
  const { slug, href, may } = useWorkspace();
  const pastTime = usePastTime();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const take = useTakeProposal();
  const [isEditing, setIsEditing] = useState(false);
  const ids = { workspace: slug, agentId: proposal.agentId, proposalId: proposal.id };
  const shown = optimistic(
    queries,
    trpc.branches.proposal.queryKey(ids),
    (before: Proposal, { title, description }: { title?: string | undefined; description?: string | undefined }) => ({
      ...before,
      ...(title === undefined ? {} : { title }),
      ...(description === undefined ? {} : { description }),
    }),
  );
  const edit = useMutation(
    trpc.branches.editProposal.mutationOptions({
      ...shown,
      onError(error, variables, before) {
        shown.onError(error, variables, before);
        setIsEditing(true);
      },
      onSuccess: take,
    }),
  );
  const { agentId, names, sourceBranchId, targetBranchId } = proposal;
  const linkTo = (branchId: string) => (
    <Link href={href(`/agents/${agentId}?branch=${branchId}`)} className="text-accent underline decoration-accent/40 underline-offset-3">
      {names[branchId] ?? branchId}
    </Link>
  );
  return (
    <header className="grid grid-cols-1 gap-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h1 className="min-w-0 font-serif text-2xl font-medium break-words">{proposal.title}</h1>
        <StatusBadge status={proposal.status} />
        {isEditing || proposal.status !== 'open' || !may('agents:write') ? null : (
          <Button size="sm" look="quiet" onClick={() => setIsEditing(true)}>
            <Pencil aria-hidden />
            {t('edit')}
          </Button>
        )}
      </div>
      <p className="flex flex-wrap gap-x-2 gap-y-0.5 text-sm text-ink-soft">
        <span>{t('byWhen', { name: proposal.createdByName, when: pastTime(proposal.createdAt) })}</span>
        <span aria-hidden>·</span>
        <span className="min-w-0 break-words">{t.rich('fromToLinks', { source: () => linkTo(sourceBranchId), target: () => linkTo(targetBranchId) })}</span>
      </p>
      {isEditing ? (
        <WordsForm
          proposal={proposal}
          problem={edit.error?.message}
          onSave={(words, onSaved) => {
            setIsEditing(false);
            edit.mutate({ ...ids, ...words }, { onSuccess: onSaved });
          }}
          onCancel={() => setIsEditing(false)}
        />
      ) : proposal.description === '' ? null : (
        <p className="max-w-prose text-sm break-words whitespace-pre-wrap">{proposal.description}</p>
      )}
    </header>
  );
}

interface Words {
  readonly title: string;
  readonly description: string;
}

const readWords = formOf<Words>({ title: text, description: text });

interface WordsFormProps {
  readonly proposal: Proposal;
  readonly problem: string | undefined;
  readonly onSave: (words: Words, onSaved: () => void) => void;
  readonly onCancel: () => void;
}

function WordsForm({ proposal, problem, onSave, onCancel }: WordsFormProps) {
  const t = useTranslations('proposals');
  const ui = useTranslations('ui');
  const form = useKeptForm<Words>({
    name: `proposal.${proposal.id}.words`,
    saved: { title: proposal.title, description: proposal.description },
    read: readWords,
  });
  const { title, description } = form.value;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSave({ title: title.trim(), description }, form.forget);
  };
  return (
    <form className="grid max-w-prose grid-cols-1 gap-4" onSubmit={submit}>
      <RestoredLine form={form} />
      <Field label={t('titleLabel')}>
        {(control) => <Input autoFocus value={title} maxLength={200} onChange={(event) => form.edit({ title: event.target.value })} {...control} />}
      </Field>
      <Field label={t('description')} hint={t('descriptionHint')} error={problem}>
        {(control) => (
          <Textarea rows={5} value={description} maxLength={10_000} onChange={(event) => form.edit({ description: event.target.value })} {...control} />
        )}
      </Field>
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>{ui('cancel')}</Button>
        <Button type="submit" look="primary" disabled={title.trim() === ''}>
          {ui('save')}
        </Button>
      </div>
    </form>
  );
}
