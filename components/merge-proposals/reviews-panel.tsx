'use client';

import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { formOf, listOf, text } from '../layout/kept-fields';
import { RestoredLine } from '../layout/restored-line';
import { useKeptForm } from '../layout/use-kept-form';
import { useWorkspace } from '../layout/workspace-context';
import { useTRPC } from '../trpc/client';
import { Avatar } from '../ui/avatar';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import type { Proposal } from './discussion-entries';
import { ReviewersField } from './reviewers-field';
import { useTakeProposal } from './use-take-proposal';

const tones = { approved: 'good', changes_requested: 'warn', waiting: 'neutral' } as const;

/** Who was asked, who answered, and how; while it is open, others can be asked. */
export function ReviewsPanel({ proposal }: { readonly proposal: Proposal }) {
  const t = useTranslations('proposals');
  const { may } = useWorkspace();
  const [isChoosing, setIsChoosing] = useState(false);
  const people = [...new Set([...proposal.requestedReviewers, ...proposal.reviews.map(({ userId }) => userId)])];
  const mayChoose = proposal.status === 'open' && may('agents:write');
  return (
    <section aria-labelledby="reviews" className="grid grid-cols-1 gap-3">
      <div className="flex min-h-8 items-center justify-between gap-2">
        <h2 id="reviews" className="font-serif text-lg font-medium">
          {t('reviews')}
        </h2>
        {!mayChoose || isChoosing ? null : (
          <Button size="sm" look="quiet" onClick={() => setIsChoosing(true)}>
            {t('chooseReviewers')}
          </Button>
        )}
      </div>
      {mayChoose && isChoosing ? <ReviewersForm proposal={proposal} onDone={() => setIsChoosing(false)} /> : null}
      {people.length === 0 ? (
        <p className="text-sm text-ink-soft">{t('noReviews')}</p>
      ) : (
        <ul aria-labelledby="reviews" className="grid grid-cols-1 gap-2">
          {people.map((id) => {
            const state = proposal.reviews.find(({ userId }) => userId === id)?.state ?? 'waiting';
            const name = proposal.names[id] ?? '';
            return (
              <li key={id} className="flex min-w-0 items-center gap-2 text-sm">
                <Avatar name={name} />
                <span className="min-w-0 flex-1 truncate">{name}</span>
                <Badge tone={tones[state]}>{t(`review.${state}`)}</Badge>
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}

interface Asked {
  readonly reviewers: readonly string[];
}

const readAsked = formOf<Asked>({ reviewers: listOf(text) });

function ReviewersForm({ proposal, onDone }: { readonly proposal: Proposal; readonly onDone: () => void }) {
  const ui = useTranslations('ui');
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const take = useTakeProposal();
  const form = useKeptForm<Asked>({ name: `proposal.${proposal.id}.reviewers`, saved: { reviewers: proposal.requestedReviewers }, read: readAsked });
  const { reviewers } = form.value;
  const edit = useMutation(
    trpc.branches.editProposal.mutationOptions({
      onSuccess: async (next) => {
        form.forget();
        onDone();
        await take(next);
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    edit.mutate({ workspace: slug, agentId: proposal.agentId, proposalId: proposal.id, requestedReviewers: [...reviewers] });
  };
  return (
    <form className="grid grid-cols-1 gap-3" onSubmit={submit}>
      <RestoredLine form={form} />
      <ReviewersField authorId={proposal.createdBy} chosen={reviewers} onChange={(next) => form.set({ reviewers: next })} />
      {edit.isError ? (
        <p role="alert" className="text-sm text-danger">
          {edit.error.message}
        </p>
      ) : null}
      <div className="flex justify-end gap-2">
        <Button
          size="sm"
          onClick={() => {
            form.discard();
            onDone();
          }}
        >
          {ui('cancel')}
        </Button>
        <Button type="submit" size="sm" look="primary" isBusy={edit.isPending}>
          {ui('save')}
        </Button>
      </div>
    </form>
  );
}
