'use client';

import { useEffect, useRef } from 'react';
import { cn } from '../ui/cn';
import type { VoiceClient } from './voice-client';

const quietestDb = -54;

/** How loud the microphone is, as a bar in decibels. Moves without rendering React. */
export function LevelMeter({ client, label, className }: { readonly client: VoiceClient; readonly label: string; readonly className?: string }) {
  const barRef = useRef<HTMLSpanElement>(null);
  const meterRef = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let frame = 0;
    let shown = 0;
    let tick = 0;
    const draw = () => {
      const level = client.levels().participant;
      const loudness = level <= 0 ? 0 : Math.max(0, 1 - (20 * Math.log10(level)) / quietestDb);
      shown = loudness > shown ? loudness : shown * 0.9 + loudness * 0.1;
      if (barRef.current) barRef.current.style.transform = `scaleX(${shown.toFixed(3)})`;
      if (tick++ % 20 === 0) meterRef.current?.setAttribute('aria-valuenow', String(Math.round(shown * 100)));
      frame = requestAnimationFrame(draw);
    };
    frame = requestAnimationFrame(draw);
    return () => cancelAnimationFrame(frame);
  }, [client]);
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
