'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'next-intl';
import { flag, formOf, oneOf } from '../layout/kept-fields';
import { RestoredLine } from '../layout/restored-line';
import { useKeptForm } from '../layout/use-kept-form';
import { useWorkspace } from '../layout/workspace-context';
import { type Answers, useTRPC } from '../trpc/client';
import { optimistic } from '../trpc/optimistic';
import { Button } from '../ui/button';
import { CodeBlock } from '../ui/code-block';
import { Dialog, DialogContent } from '../ui/dialog';
import { Field } from '../ui/field';
import { Select } from '../ui/select';
import { SwitchRow } from '../ui/switch';

type Shares = Answers['shares']['list'];

const lifetimes = [1, 7, 30, 90] as const;

interface NewShare {
  readonly days: (typeof lifetimes)[number];
  readonly isMasked: boolean;
}

const usual: NewShare = { days: 7, isMasked: true };
const readDraft = formOf<NewShare>({ days: oneOf(lifetimes), isMasked: flag });

export interface SharedConversation {
  readonly conversationId: string;
  /** Whoever shares reads it masked, and can share it in no other way. */
  readonly isAlwaysMasked: boolean;
}

/** Makes, lists and takes back links that show this conversation to whoever has them. */
export function ShareDialog({ conversationId, isAlwaysMasked, onClose }: SharedConversation & { readonly onClose: () => void }) {
  const t = useTranslations('share');
  const format = useFormatter();
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const form = useKeptForm({ name: `conversation.${conversationId}.share`, saved: usual, read: readDraft });
  const { days } = form.value;
  const isMasked = isAlwaysMasked || form.value.isMasked;
  const shares = useQuery(trpc.shares.list.queryOptions({ workspace: slug, conversationId }));
  const refresh = () => queries.invalidateQueries({ queryKey: trpc.shares.pathKey() });
  const create = useMutation(
    trpc.shares.create.mutationOptions({
      onSuccess() {
        form.forget();
        return refresh();
      },
    }),
  );
  const revoke = useMutation(
    trpc.shares.revoke.mutationOptions({
      ...optimistic(queries, trpc.shares.list.queryKey({ workspace: slug, conversationId }), (list: Shares, { shareId }: { shareId: string }) =>
        list.filter(({ id }) => id !== shareId),
      ),
      onSettled: refresh,
    }),
  );
  const problem = create.error ?? revoke.error ?? shares.error;
  const list = shares.data ?? [];
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent title={t('dialogTitle')} description={t('dialogHelp')} className="max-w-lg">
        <div className="grid gap-4">
          <RestoredLine form={form} />
          <Field label={t('lifetime')} className="max-w-48">
            {(control) => (
              <Select
                value={String(days)}
                options={lifetimes.map((count) => ({ value: String(count), label: t('days', { count }) }))}
                onValueChange={(value) => form.edit({ days: lifetimes.find((count) => String(count) === value) ?? usual.days })}
                {...control}
              />
            )}
          </Field>
          <SwitchRow
            label={t('mask')}
            hint={t('maskHint')}
            disabled={isAlwaysMasked}
            checked={isMasked}
            onCheckedChange={(isOn) => form.edit({ isMasked: isOn })}
          />
          <Button
            look="primary"
            className="justify-self-start"
            isBusy={create.isPending}
            onClick={() => create.mutate({ workspace: slug, conversationId, days, isMasked })}
          >
            {t('make')}
          </Button>
          {create.data === undefined ? null : (
            <div className="grid gap-1.5">
              <p className="text-sm">{t('made')}</p>
              <CodeBlock code={`${window.location.origin}/share/${create.data.token}`} />
            </div>
          )}
          {problem === null ? null : (
            <p role="alert" className="text-sm text-danger">
              {problem.message}
            </p>
          )}
          {list.length === 0 ? null : (
            <section aria-label={t('links')} className="grid gap-2 border-t pt-4">
              <h3 className="text-sm font-medium">{t('links')}</h3>
              <ul className="grid gap-1.5">
                {list.map((share) => (
                  <li key={share.id} className="flex items-center justify-between gap-3 rounded-md border px-3 py-1.5 text-sm">
                    <span>
                      {t('until', { date: format.dateTime(share.expiresAt, { dateStyle: 'medium' }) })}
                      <span className="block text-xs text-ink-faint">
                        {share.isMasked ? t('masked') : t('unmasked')} · {share.lastOpenedAt === null ? t('neverOpened') : t('opened')}
                      </span>
                    </span>
                    <Button size="sm" disabled={revoke.isPending} onClick={() => revoke.mutate({ workspace: slug, shareId: share.id })}>
                      {t('revoke')}
                    </Button>
                  </li>
                ))}
              </ul>
            </section>
          )}
        </div>
      </DialogContent>
    </Dialog>
  );
}
