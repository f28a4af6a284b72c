'use client';

import { useEffect, useRef } from 'react';
import { cn } from '../ui/cn';

const quietestDb = -54;

/** How loud the microphone is, as a bar in decibels. Moves without rendering React. */
export function LevelMeter({ level, label, className }: { readonly level: () => number; readonly label: string; readonly className?: string }) {
  const barRef = useRef<HTMLSpanElement>(null);
  const meterRef = useRef<HTMLDivElement>(null);
  const latest = useRef(level);
  latest.current = level;
  useEffect(() => {
    let frame = 0;
    let shown = 0;
    let tick = 0;
    const draw = () => {
      const now = latest.current();
      const loudness = now <= 0 ? 0 : Math.max(0, 1 - (20 * Math.log10(now)) / quietestDb);
      shown = loudness > shown ? loudness : shown * 0.9 + loudness * 0.1;
      if (barRef.current) barRef.current.style.transform = `scaleX(${shown.toFixed(3)})`;
      if (tick++ % 20 === 0) meterRef.current?.setAttribute('aria-valuenow', String(Math.round(shown * 100)));
      frame = requestAnimationFrame(draw);
    };
    frame = requestAnimationFrame(draw);
    return () => cancelAnimationFrame(frame);
  }, []);
  return (
    <div
      ref={meterRef}
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={0}
      className={cn('h-1 overflow-hidden rounded-full bg-sunken', className)}
    >
      <span ref={barRef} className="block h-full origin-left scale-x-0 rounded-full bg-participant" />
    </div>
  );
}
