'use client';

import { useTranslations } from 'next-intl';
import { formOf, listOf, text } from '../layout/kept-fields';
import { RestoredLine } from '../layout/restored-line';
import { useKeptForm } from '../layout/use-kept-form';
import { Button } from '../ui/button';
import { Dialog, DialogContent } from '../ui/dialog';
import { LinesField } from './lines-field';

interface Tags {
  readonly tags: readonly string[];
}

const readTags = formOf<Tags>({ tags: listOf(text) });

/** An agent's tags; they make no version. */
export function TagsDialog({
  agent,
  problem,
  onSave,
  onClose,
}: {
  readonly agent: { readonly id: string; readonly name: string } & Tags;
  readonly problem: string | undefined;
  /** `onSaved` is called once they are; what is refused stays as it was written. */
  readonly onSave: (tags: string[], onSaved: () => void) => void;
  readonly onClose: () => void;
}) {
  const t = useTranslations('agents');
  const form = useKeptForm<Tags>({ name: `agent.${agent.id}.tags`, saved: { tags: agent.tags }, read: readTags });
  const { tags } = form.value;
  return (
    <Dialog open onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}>
      <DialogContent title={t('tagsOf', { name: agent.name })}>
        <RestoredLine form={form} />
        <LinesField label={t('tags')} hint={t('tagsHint')} value={tags} onChange={(next) => form.set({ tags: next })} disabled={false} rows={4} />
        {problem === undefined ? null : (
          <p role="alert" className="text-sm text-danger">
            {problem}
          </p>
        )}
        <Button look="primary" className="justify-self-end" onClick={() => onSave([...tags], form.forget)}>
          {t('saveTags')}
        </Button>
      </DialogContent>
    </Dialog>
  );
}
