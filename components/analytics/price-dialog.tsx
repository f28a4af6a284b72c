'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { UsageLine } from '@/server/contracts/analytics';
import { RestoredLine } from '../layout/restored-line';
import { useKeptText } from '../layout/use-kept-form';
import { useWorkspace } from '../layout/workspace-context';
import { useTRPC } from '../trpc/client';
import { Button } from '../ui/button';
import { Dialog, DialogContent } from '../ui/dialog';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { Notice } from '../ui/notice';

/** Asks what the workspace pays for something it uses. */
export function PriceDialog({ line, onDone }: { readonly line: UsageLine; readonly onDone: () => void }) {
  const t = useTranslations('analytics');
  const ui = useTranslations('ui');
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { capability, producedBy, unit } = line;
  const form = useKeptText(`price.${capability}.${producedBy}.${unit}`, line.price === null ? '' : String(line.price));
  const { text } = form.value;
  const usd = Number(text.replace(',', '.'));
  const isValid = text.trim() !== '' && Number.isFinite(usd) && usd >= 0;
  const save = useMutation(
    trpc.analytics.setPrice.mutationOptions({
      onSuccess: async () => {
        form.forget();
        await queries.invalidateQueries({ queryKey: trpc.analytics.pathKey() });
        onDone();
      },
    }),
  );
  const set = (price: number | null) => save.mutate({ workspace: slug, capability, producedBy, unit, usd: price });
  return (
    <Dialog open onOpenChange={onDone}>
      <DialogContent title={t('priceTitle', { name: producedBy })} description={t('priceHelp')}>
        <form
          className="grid gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            if (isValid) set(usd);
          }}
        >
          <RestoredLine form={form} />
          <Field label={t('priceFor', { unit: t(`priced.${unit}`) })} error={text.trim() !== '' && !isValid ? t('priceInvalid') : undefined}>
            {(control) => (
              <Input {...control} inputMode="decimal" value={text} onChange={(event) => form.set({ text: event.target.value })} autoComplete="off" />
            )}
          </Field>
          {save.isError ? (
            <Notice tone="danger" title={t('priceFailed')}>
              {save.error.message}
            </Notice>
          ) : null}
          <div className="flex flex-wrap justify-end gap-2">
            {line.priceFrom === 'workspace' ? (
              <Button look="quiet" disabled={save.isPending} onClick={() => set(null)}>
                {t('forgetPrice')}
              </Button>
            ) : null}
            <Button type="submit" look="primary" isBusy={save.isPending} disabled={!isValid}>
              {ui('save')}
            </Button>
          </div>
        </form>
      </DialogContent>
    </Dialog>
  );
}
