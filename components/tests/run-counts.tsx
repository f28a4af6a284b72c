import { useTranslations } from 'next-intl';
import type { Answers } from '../trpc/client';
import { Badge } from '../ui/badge';

type Counts = Answers['tests']['invocation']['counts'];

const kinds = [
  ['passed', 'good'],
  ['failed', 'danger'],
  ['pending', 'accent'],
  ['cancelled', 'neutral'],
] as const;

/** How many runs came to what. */
export function RunCounts({ counts }: { readonly counts: Counts }) {
  const t = useTranslations('tests');
  return (
    <span className="flex flex-wrap gap-1">
      {kinds.map(([status, tone]) =>
        counts[status] === 0 ? null : (
          <Badge key={status} tone={tone}>
            {t(`counts.${status}`, { count: counts[status] })}
          </Badge>
        ),
      )}
    </span>
  );
}
