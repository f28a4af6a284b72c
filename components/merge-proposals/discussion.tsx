'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Check, MessageSquareWarning } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { useState } from 'react';
import { usePastTime } from '../i18n/use-past-time';
import { formOf, text as aText } from '../layout/kept-fields';
import { RestoredLine } from '../layout/restored-line';
import { useKeptForm } from '../layout/use-kept-form';
import { useWorkspace } from '../layout/workspace-context';
import { useTRPC } from '../trpc/client';
import { optimistic } from '../trpc/optimistic';
import { Avatar } from '../ui/avatar';
import { Button } from '../ui/button';
import { cn } from '../ui/cn';
import { Field } from '../ui/field';
import { Textarea } from '../ui/textarea';
import { type DiscussionEntry, discussionEntries, type Proposal } from './discussion-entries';
import { useTakeProposal } from './use-take-proposal';

/** What was said of a proposal, and where one says more. */
export function Discussion({ proposal }: { readonly proposal: Proposal }) {
  const t = useTranslations('proposals');
  const { may } = useWorkspace();
  return (
    <section aria-labelledby="discussion" className="grid max-w-3xl grid-cols-1 gap-4">
      <h2 id="discussion" className="font-serif text-xl font-medium">
        {t('discussion')}
      </h2>
      <ol aria-labelledby="discussion" className="grid grid-cols-1 gap-4">
        {discussionEntries(proposal).map((entry) => (
          <Entry key={entry.key} entry={entry} name={proposal.names[entry.personId] ?? ''} mergedVersionNumber={proposal.mergedVersionNumber} />
        ))}
      </ol>
      {may('agents:write') ? <Answer proposal={proposal} /> : null}
    </section>
  );
}

interface EntryProps {
  readonly entry: DiscussionEntry;
  readonly name: string;
  readonly mergedVersionNumber: number | null;
}

function Entry({ entry: { kind, at, text }, name, mergedVersionNumber }: EntryProps) {
  const t = useTranslations('proposals');
  const format = useFormatter();
  const pastTime = usePastTime();
  const what = kind === 'merged' && mergedVersionNumber !== null ? t('entry.mergedAs', { name, number: mergedVersionNumber }) : t(`entry.${kind}`, { name });
  return (
    <li className="flex min-w-0 gap-3">
      <Avatar name={name} />
      <div className="grid min-w-0 flex-1 grid-cols-1 gap-1.5">
        <p className="flex min-h-7 flex-wrap items-center gap-x-2 text-sm">
          <span className={cn('font-medium', kind === 'approved' && 'text-good', kind === 'changes_requested' && 'text-warn')}>{what}</span>
          <time dateTime={at.toISOString()} title={format.dateTime(at, { dateStyle: 'medium', timeStyle: 'short' })} className="text-xs text-ink-faint">
            {pastTime(at)}
          </time>
        </p>
        {text === '' ? null : <p className="rounded-lg border bg-surface px-3.5 py-2.5 text-sm break-words whitespace-pre-wrap">{text}</p>}
      </div>
    </li>
  );
}

type Answering = 'comment' | 'approved' | 'changes_requested';

const nothingWritten = { text: '' };
const readAnswer = formOf<typeof nothingWritten>({ text: aText });

/** A comment, or a judgement of somebody else's open proposal with the same words. */
function Answer({ proposal }: { readonly proposal: Proposal }) {
  const t = useTranslations('proposals');
  const { slug, person } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const take = useTakeProposal();
  const form = useKeptForm({ name: `proposal.${proposal.id}.answer`, saved: nothingWritten, read: readAnswer });
  const { text } = form.value;
  const [wordless, setWordless] = useState<Answering>();
  const ids = { workspace: slug, agentId: proposal.agentId, proposalId: proposal.id };
  const shown = optimistic(queries, trpc.branches.proposal.queryKey(ids), (before: Proposal, { body }: { body: string }) =>
    withComment(before, body, person.name ?? person.email),
  );
  const comment = useMutation(
    trpc.branches.commentOnProposal.mutationOptions({
      ...shown,
      onError(error, variables, before) {
        shown.onError(error, variables, before);
        // Something else may have been begun since.
        form.set({ text: [variables.body, text].filter((part) => part !== '').join('\n\n') });
      },
      onSuccess: take,
    }),
  );
  const review = useMutation(
    trpc.branches.reviewProposal.mutationOptions({
      onSuccess: async (next) => {
        form.discard();
        await take(next);
      },
    }),
  );
  const words = text.trim();
  const say = (what: Answering) => {
    comment.reset();
    review.reset();
    const isWordless = words === '' && what !== 'approved';
    setWordless(isWordless ? what : undefined);
    if (isWordless) return;
    if (what === 'comment') {
      form.discard();
      comment.mutate({ ...ids, body: words });
    } else review.mutate({ ...ids, state: what, ...(words === '' ? {} : { comment: words }) });
  };
  const isBusy = comment.isPending || review.isPending;
  const mayJudge = proposal.status === 'open' && !proposal.isCreator;
  const problem = wordless === undefined ? (comment.error ?? review.error)?.message : t(wordless === 'comment' ? 'sayComment' : 'sayWhat');
  return (
    <div className="grid grid-cols-1 gap-3 border-t pt-4">
      <RestoredLine form={form} />
      <Field label={t('answer')} error={problem} {...(proposal.isCreator && proposal.status === 'open' ? { hint: t('ownHint') } : {})}>
        {(control) => (
          <Textarea
            rows={3}
            value={text}
            maxLength={10_000}
            onChange={(event) => {
              form.set({ text: event.target.value });
              setWordless(undefined);
            }}
            {...control}
          />
        )}
      </Field>
      <div className="flex flex-wrap justify-end gap-2">
        <Button look={mayJudge ? 'quiet' : 'plain'} disabled={isBusy} onClick={() => say('comment')}>
          {t('comment')}
        </Button>
        {mayJudge ? (
          <>
            <Button disabled={isBusy} onClick={() => say('changes_requested')}>
              <MessageSquareWarning aria-hidden />
              {t('askForChanges')}
            </Button>
            <Button look="primary" disabled={isBusy} onClick={() => say('approved')}>
              <Check aria-hidden />
              {t('approve')}
            </Button>
          </>
        ) : null}
      </div>
    </div>
  );
}

/** As it will be with a comment that is on its way. */
function withComment(proposal: Proposal, body: string, name: string): Proposal {
  const comment = { id: 'on-its-way', userId: 'me', body, createdAt: Math.floor(Date.now() / 1000) };
  return { ...proposal, names: { ...proposal.names, me: name }, comments: [...proposal.comments, comment] };
}
