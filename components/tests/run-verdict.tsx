import type { Answers } from '../trpc/client';
import { Badge } from '../ui/badge';
import { useTranslations } from 'next-intl';

export type Run = Answers['tests']['invocation']['runs'][number];

const tones = { passed: 'good', failed: 'danger', pending: 'accent', cancelled: 'neutral' } as const;

export function RunStatus({ status }: { readonly status: Run['status'] }) {
  const t = useTranslations('tests');
  return <Badge tone={tones[status]}>{t(`status.${status}`)}</Badge>;
}

/** How a run was judged and why. */
export function RunVerdict({ result }: { readonly result: NonNullable<Run['result']> }) {
  const reasons = result.messages.filter((message) => message !== result.summary);
  return (
    <div className="grid gap-1 text-sm">
      <p className="text-pretty">{result.summary}</p>
      {reasons.length === 0 ? null : (
        <ul className="list-disc pl-4 text-ink-soft">
          {reasons.map((reason) => (
            <li key={reason} className="text-pretty">
              {reason}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
