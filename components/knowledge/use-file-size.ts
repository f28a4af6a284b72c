'use client';

import { useFormatter } from 'next-intl';

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** "1.2 MB", in the reader's language. */
export function useFileSize(): (bytes: number) => string {
  const format = useFormatter();
  return (bytes) => {
    const step = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log(bytes) / Math.log(1024)));
    // The short form of "byte" has no plural.
    const unitDisplay = step === 0 ? 'long' : 'short';
    return format.number(bytes / 1024 ** step, { style: 'unit', unit: units[step] ?? 'byte', unitDisplay, maximumFractionDigits: step === 0 ? 0 : 1 });
  };
}
