'use client';

import { useTranslations } from 'next-intl';
import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import { clockText } from './clock-text';
import type { WavSound } from './read-wav';

export interface WaveformProps {
  readonly sound: WavSound;
  readonly durationMs: number;
  readonly atMs: number;
  /** Stretch of what is active in the transcript. */
  readonly active: { readonly startMs: number; readonly endMs: number } | undefined;
  /** Where the agent was interrupted. */
  readonly interruptionsMs: readonly number[];
  readonly onSeek: (ms: number) => void;
  readonly onToggle: () => void;
}

const barWidth = 3;

/** Both voices on one clock: the participant above the line, the agent below. A slider for keyboards and screen readers. */
export function Waveform({ sound, durationMs, atMs, active, interruptionsMs, onSeek, onToggle }: WaveformProps) {
  const t = useTranslations('replay');
  const canvasRef = useRef<HTMLCanvasElement>(null);
  const [width, setWidth] = useState(0);
  const [theme, setTheme] = useState('');
  const bins = Math.max(1, Math.floor(width / barWidth));
  const peaks = useMemo(() => sound.peaks(bins), [sound, bins]);

  useEffect(() => {
    const canvas = canvasRef.current;
    if (canvas === null) return;
    const resizes = new ResizeObserver(() => setWidth(canvas.clientWidth));
    resizes.observe(canvas);
    // Colours are read from the page, so a change of theme is a reason to draw.
    const themes = new MutationObserver(() => setTheme(document.documentElement.className));
    themes.observe(document.documentElement, { attributeFilter: ['class'] });
    return () => {
      resizes.disconnect();
      themes.disconnect();
    };
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of theme changes the colours
  useEffect(() => {
    const canvas = canvasRef.current;
    const context = canvas?.getContext('2d');
    if (!canvas || !context || width === 0) return;
    const ratio = window.devicePixelRatio;
    const height = canvas.clientHeight;
    canvas.width = width * ratio;
    canvas.height = height * ratio;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    const style = getComputedStyle(canvas);
    const colour = (name: string) => style.getPropertyValue(name);
    const x = (ms: number) => (ms / Math.max(1, durationMs)) * width;
    const middle = height / 2;
    if (active !== undefined) {
      context.fillStyle = colour('--sunken');
      context.fillRect(x(active.startMs), 0, Math.max(2, x(active.endMs) - x(active.startMs)), height);
    }
    context.fillStyle = colour('--line');
    context.fillRect(0, middle - 0.5, width, 1);
    const soundWidth = (sound.durationMs / Math.max(1, durationMs)) * width;
    const [participant, agent] = peaks;
    const playedX = x(atMs);
    for (let bin = 0; bin < bins; bin++) {
      const left = (bin / bins) * soundWidth;
      context.globalAlpha = left <= playedX ? 1 : 0.42;
      // The exponent makes quiet speech visible without letting loud speech fill everything.
      const up = (participant?.[bin] ?? 0) ** 0.65 * (middle - 6);
      const down = (agent?.[bin] ?? 0) ** 0.65 * (middle - 6);
      context.fillStyle = colour('--participant');
      context.fillRect(left, middle - 1 - up, barWidth - 1, up);
      context.fillStyle = colour('--agent');
      context.fillRect(left, middle + 1, barWidth - 1, down);
    }
    context.globalAlpha = 1;
    context.fillStyle = colour('--danger');
    for (const ms of interruptionsMs) {
      context.fillRect(x(ms) - 0.75, 0, 1.5, height);
      context.beginPath();
      context.moveTo(x(ms) - 4, 0);
      context.lineTo(x(ms) + 4, 0);
      context.lineTo(x(ms), 6);
      context.fill();
    }
    context.fillStyle = colour('--ink');
    context.fillRect(playedX - 0.75, 0, 1.5, height);
  }, [peaks, bins, width, atMs, active, durationMs, interruptionsMs, sound, theme]);

  const seekTo = (event: PointerEvent<HTMLElement>) => {
    const { left, width: shown } = event.currentTarget.getBoundingClientRect();
    onSeek(((event.clientX - left) / shown) * durationMs);
  };
  const press = (event: KeyboardEvent) => {
    const step = event.shiftKey ? 1_000 : 5_000;
    const targets: Readonly<Record<string, number>> = {
      ArrowLeft: atMs - step,
      ArrowDown: atMs - step,
      ArrowRight: atMs + step,
      ArrowUp: atMs + step,
      Home: 0,
      End: durationMs,
    };
    const target = targets[event.key];
    if (target !== undefined) onSeek(Math.min(durationMs, Math.max(0, target)));
    else if (event.key === ' ') onToggle();
    else return;
    event.preventDefault();
  };
  return (
    <div className="grid gap-1">
      <div
        role="slider"
        tabIndex={0}
        aria-label={t('seek')}
        aria-valuemin={0}
        aria-valuemax={Math.round(durationMs / 1000)}
        aria-valuenow={Math.round(atMs / 1000)}
        aria-valuetext={t('position', { at: clockText(atMs), total: clockText(durationMs) })}
        onKeyDown={press}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          seekTo(event);
        }}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) seekTo(event);
        }}
        className="cursor-pointer touch-none rounded-sm"
      >
        <canvas ref={canvasRef} aria-hidden className="block h-28 w-full" />
      </div>
      <div className="flex flex-wrap justify-between gap-x-4 text-xs text-ink-faint">
        <span className="flex gap-4">
          <span className="flex items-center gap-1.5">
            <span aria-hidden className="size-2 rounded-full bg-participant" />
            {t('participant')}
          </span>
          <span className="flex items-center gap-1.5">
            <span aria-hidden className="size-2 rounded-full bg-agent" />
            {t('agent')}
          </span>
          {interruptionsMs.length === 0 ? null : (
            <span className="flex items-center gap-1.5">
              <span aria-hidden className="h-2.5 w-0.5 bg-danger" />
              {t('interrupted')}
            </span>
          )}
        </span>
        <span className="hidden sm:inline">{t('seekHelp')}</span>
      </div>
    </div>
  );
}
