'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Notice } from '../ui/notice';
import type { VoiceProblem } from './voice-problem';

/** What went wrong and what to do about it. */
export function ProblemNotice({ problem, action }: { readonly problem: VoiceProblem; readonly action?: ReactNode }) {
  const t = useTranslations('voice.problem');
  return (
    <Notice tone={problem.code === 'microphone-lost' || problem.code === 'agent-failed' ? 'warn' : 'danger'} title={t(`${problem.code}.title`)}>
      <p>{problem.detail ?? t(`${problem.code}.help`)}</p>
      {action === undefined ? null : <div className="mt-2">{action}</div>}
    </Notice>
  );
}
