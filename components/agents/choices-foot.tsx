'use client';

import { useTranslations } from 'next-intl';
import { Button } from '../ui/button';

export interface ChoicesFootProps {
  /** What is done. */
  readonly label: string;
  /** How many choices have still to be made; undefined until it is known. */
  readonly left: number | undefined;
  readonly problem: string | undefined;
  readonly isBusy: boolean;
  readonly onAct: () => void;
}

/** Carries out what a dialog shows once everything that two branches both changed is settled. */
export function ChoicesFoot({ label, left, problem, isBusy, onAct }: ChoicesFootProps) {
  const t = useTranslations('editor');
  return (
    <>
      {problem === undefined ? null : (
        <p role="alert" className="text-sm text-danger">
          {problem}
        </p>
      )}
      <Button look="primary" className="justify-self-end" disabled={left !== 0} isBusy={isBusy} onClick={onAct}>
        {left === undefined || left === 0 ? label : t('branches.conflictsLeft', { count: left })}
      </Button>
    </>
  );
}
