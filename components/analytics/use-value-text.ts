'use client';

import { useFormatter, useTranslations } from 'next-intl';
import { useCallback } from 'react';
import type { ValueUnit } from '@/server/contracts/analytics';

/** Writes a value with its unit; what is unknown is a dash, not a zero. */
export function useValueText(): (value: number | null, unit: ValueUnit) => string {
  const t = useTranslations('analytics');
  const format = useFormatter();
  return useCallback(
    (value, unit) => {
      if (value === null) return '–';
      switch (unit) {
        case 'count':
        case 'amount':
          return format.number(value, { maximumFractionDigits: 0 });
        case 'minutes':
          if (value > 0 && value < 1)
            return t('units.seconds', { value: format.number(value * 60, value < 0.1 ? { maximumSignificantDigits: 2 } : { maximumFractionDigits: 0 }) });
          return t('units.minutes', { value: format.number(value, { maximumFractionDigits: value < 10 ? 1 : 0 }) });
        case 'ms':
          return value < 1000
            ? t('units.ms', { value: format.number(value, { maximumFractionDigits: 0 }) })
            : t('units.seconds', {
                value: format.number(value / 1000, { minimumFractionDigits: value < 10_000 ? 2 : 1, maximumFractionDigits: value < 10_000 ? 2 : 1 }),
              });
        case 'share':
          return format.number(value, { style: 'percent', maximumFractionDigits: value > 0.1 && value < 0.9 ? 0 : 1 });
        case 'usd':
          // Fractions of a cent are what one conversation costs.
          return format.number(value, { style: 'currency', currency: 'USD', ...(value > 0 && value < 0.1 ? { maximumSignificantDigits: 2 } : {}) });
        case 'rate':
          return format.number(value, { maximumFractionDigits: 1 });
      }
    },
    [t, format],
  );
}
