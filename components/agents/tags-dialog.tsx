'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '../ui/button';
import { Dialog, DialogContent } from '../ui/dialog';
import { LinesField } from './lines-field';

/** An agent's tags; they make no version. */
export function TagsDialog({
  agentName,
  written,
  problem,
  onSave,
  onClose,
}: {
  readonly agentName: string;
  /** What the agent has, or what was refused. */
  readonly written: readonly string[];
  readonly problem: string | undefined;
  readonly onSave: (tags: string[]) => void;
  readonly onClose: () => void;
}) {
  const t = useTranslations('agents');
  const [tags, setTags] = useState(written);
  return (
    <Dialog open onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}>
      <DialogContent title={t('tagsOf', { name: agentName })}>
        <LinesField label={t('tags')} hint={t('tagsHint')} value={tags} onChange={setTags} disabled={false} rows={4} />
        {problem === undefined ? null : (
          <p role="alert" className="text-sm text-danger">
            {problem}
          </p>
        )}
        <Button look="primary" className="justify-self-end" onClick={() => onSave([...tags])}>
          {t('saveTags')}
        </Button>
      </DialogContent>
    </Dialog>
  );
}
