'use client';

import { useEffect, useState } from 'react';
import { clockText } from '../conversations/clock-text';

/** How long ago that was, as a clock that ticks every second. */
export function useTicking(sinceMs: number): string {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return clockText(Math.max(0, nowMs - sinceMs));
}
