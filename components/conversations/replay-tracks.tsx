'use client';

import { useTranslations } from 'next-intl';
import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import { cn } from '../ui/cn';
import { clockText } from './clock-text';
import type { WavSound } from './read-wav';
import type { DetectorCurve, Mark, Stretch, Timeline } from './timeline';
import { placeIn, ticksOf } from './track-window';

export interface ReplayTracksProps {
  readonly timeline: Timeline;
  /** Absent: stretches of speech are drawn as blocks. */
  readonly sound: WavSound | undefined;
  readonly window: Stretch;
  readonly durationMs: number;
  readonly atMs: number;
  /** Stretch of what is active in the transcript. */
  readonly active: Stretch | undefined;
  readonly onSeek: (ms: number) => void;
  readonly onToggle: () => void;
}

const axisHeight = 18;
const voiceHeight = 58;
const detectorHeight = 34;
const barWidth = 3;
/** From here on a frame counts as speech; where the curve crosses it, speech began. */
const speechThreshold = 0.5;

/** Both voices on one clock, where they overlap, and what the detectors made of it. A slider for keyboards and screen readers. */
export function ReplayTracks(props: ReplayTracksProps) {
  const { timeline, window, durationMs, atMs, active, onSeek, onToggle } = props;
  const t = useTranslations('replay');
  const hasDetector = timeline.detector.activity.length + timeline.detector.judged.length > 0;
  const seekTo = (event: PointerEvent<HTMLElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    onSeek(window.startMs + ((event.clientX - left) / width) * (window.endMs - window.startMs));
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
    // The page listens to the same keys.
    event.stopPropagation();
  };
  const playhead = placeIn(window, atMs);
  return (
    <div className={trackGrid}>
      <div aria-hidden className="relative hidden text-2xs text-ink-faint sm:block">
        <LaneName className="text-participant" top={axisHeight + voiceHeight / 2}>
          {t('participant')}
        </LaneName>
        <LaneName className="text-agent" top={axisHeight + voiceHeight * 1.5}>
          {t('agent')}
        </LaneName>
        {hasDetector ? <LaneName top={axisHeight + voiceHeight * 2 + detectorHeight / 2}>{t('detector')}</LaneName> : null}
      </div>
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
        className="relative cursor-pointer touch-pan-y overflow-hidden rounded-sm"
      >
        {active === undefined ? null : <Band stretch={active} window={window} className="bg-sunken" />}
        <TracksCanvas {...props} hasDetector={hasDetector} />
        {timeline.marks.map((mark) => (
          <MarkSign key={`${mark.kind}-${mark.startMs}`} mark={mark} window={window} />
        ))}
        {playhead < 0 || playhead > 1 ? null : (
          <span aria-hidden className="pointer-events-none absolute inset-y-0 -ml-px w-0.5 bg-ink" style={{ left: `${playhead * 100}%` }} />
        )}
      </div>
      <Legend timeline={timeline} hasDetector={hasDetector} />
    </div>
  );
}

/** Names at the left where there is room, and time at the right: the same for everything that is drawn on this clock. */
export const trackGrid = 'grid grid-cols-1 gap-x-3 gap-y-1 sm:grid-cols-[5.5rem_minmax(0,1fr)]';

function Band({ stretch, window, className }: { readonly stretch: Stretch; readonly window: Stretch; readonly className: string }) {
  const left = Math.max(0, placeIn(window, stretch.startMs));
  const right = Math.min(1, placeIn(window, stretch.endMs));
  if (right <= 0 || left >= 1) return null;
  return <span aria-hidden className={cn('absolute inset-y-0', className)} style={{ left: `${left * 100}%`, width: `max(2px, ${(right - left) * 100}%)` }} />;
}

function LaneName({ top, className, children }: { readonly top: number; readonly className?: string; readonly children: string }) {
  return (
    <span className={cn('absolute left-0 -translate-y-1/2', className)} style={{ top }}>
      {children}
    </span>
  );
}

const signs: Readonly<Record<Mark['kind'], string>> = {
  interruption: 'bg-danger [clip-path:polygon(0_0,100%_0,50%_100%)]',
  'false-interruption': 'bg-warn [clip-path:polygon(50%_0,100%_50%,50%_100%,0_50%)]',
  hold: 'bg-warn [clip-path:polygon(15%_0,40%_0,40%_100%,15%_100%,15%_0,60%_0,85%_0,85%_100%,60%_100%,60%_0)]',
  backchannel: 'rounded-full bg-participant',
  'agent-backchannel': 'rounded-full bg-agent',
};

/** Stands on the line between the voices; what it means is told on pointing, and to everyone in the list of what happened. */
function MarkSign({ mark, window }: { readonly mark: Mark; readonly window: Stretch }) {
  const t = useTranslations('replay');
  const place = placeIn(window, mark.startMs);
  if (place < 0 || place > 1) return null;
  const name = t(`marks.${mark.kind}`);
  return (
    <span
      aria-hidden
      title={`${clockText(mark.startMs, true)} ${mark.text === '' ? name : `${name}: ${mark.text}`}`}
      className="absolute grid size-4 -translate-x-1/2 -translate-y-1/2 place-items-center rounded-full bg-surface"
      style={{ left: `${place * 100}%`, top: axisHeight + voiceHeight }}
    >
      <span className={cn('size-2.5', signs[mark.kind])} />
    </span>
  );
}

function Legend({ timeline, hasDetector }: { readonly timeline: Timeline; readonly hasDetector: boolean }) {
  const t = useTranslations('replay');
  const kinds = [...new Set(timeline.marks.map(({ kind }) => kind))];
  const entries = [
    { sign: 'rounded-full bg-participant', name: t('participant') },
    { sign: 'rounded-full bg-agent', name: t('agent') },
    ...(timeline.agent.some(({ isHeard }) => !isHeard) ? [{ sign: 'border border-dashed border-agent rounded-xs', name: t('unheardSound') }] : []),
    ...(timeline.overlaps.length === 0 ? [] : [{ sign: 'bg-warn/25 rounded-xs', name: t('overlap') }]),
    ...kinds.map((kind) => ({ sign: signs[kind], name: t(`marks.${kind}`) })),
    ...(hasDetector ? [{ sign: 'h-0.5! bg-part-thinking', name: t('speechProbability') }] : []),
    ...(timeline.detector.judged.length > 0 ? [{ sign: 'rounded-full bg-accent', name: t('endProbability') }] : []),
  ];
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-ink-faint sm:col-start-2">
      {entries.map(({ sign, name }) => (
        <li key={name} className="flex items-center gap-1.5">
          <span aria-hidden className={cn('size-2.5', sign)} />
          {name}
        </li>
      ))}
    </ul>
  );
}

function TracksCanvas({ timeline, sound, window, hasDetector }: ReplayTracksProps & { readonly hasDetector: boolean }) {
  const canvasRef = useRef<HTMLCanvasElement>(null);
  const [width, setWidth] = useState(0);
  const [theme, setTheme] = useState('');
  const { startMs, endMs } = window;
  const bins = Math.max(1, Math.floor(width / barWidth));
  const peaks = useMemo(() => sound?.peaks(bins, { startMs, endMs }), [sound, bins, startMs, endMs]);
  const height = axisHeight + voiceHeight * 2 + (hasDetector ? detectorHeight : 0);

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
    const ratio = globalThis.devicePixelRatio;
    canvas.width = width * ratio;
    canvas.height = height * ratio;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const style = getComputedStyle(canvas);
    const pen: Pen = {
      context,
      width,
      x: (ms) => placeIn({ startMs, endMs }, ms) * width,
      colour: (name) => style.getPropertyValue(`--${name}`),
      font: style.fontFamily,
    };
    drawAxis(pen, { startMs, endMs }, height);
    drawOverlaps(pen, timeline);
    drawVoice(pen, { middle: axisHeight + voiceHeight / 2, colour: 'participant', peaks: peaks?.[0], stretches: timeline.participant });
    const heard = timeline.agent.filter((stretch) => stretch.isHeard);
    drawVoice(pen, { middle: axisHeight + voiceHeight * 1.5, colour: 'agent', peaks: peaks?.[1], stretches: heard });
    drawUnheard(pen, timeline);
    if (hasDetector) drawDetector(pen, timeline.detector, axisHeight + voiceHeight * 2);
  }, [peaks, width, height, startMs, endMs, timeline, hasDetector, theme]);

  return <canvas ref={canvasRef} aria-hidden className="relative block w-full" style={{ height }} />;
}

interface Pen {
  readonly context: CanvasRenderingContext2D;
  readonly width: number;
  readonly x: (ms: number) => number;
  readonly colour: (name: string) => string;
  readonly font: string;
}

function drawAxis({ context, width, x, colour, font }: Pen, window: Stretch, height: number): void {
  context.font = `11px ${font}`;
  context.textBaseline = 'top';
  const isFine = window.endMs - window.startMs < 10_000;
  for (const ms of ticksOf(window, 72 / width)) {
    context.fillStyle = colour('line');
    context.fillRect(Math.round(x(ms)), 0, 1, height);
    context.fillStyle = colour('ink-faint');
    const text = clockText(ms, isFine);
    // The last one would be cut off by the edge.
    if (x(ms) + context.measureText(text).width + 4 < width) context.fillText(text, x(ms) + 4, 2);
  }
}

function drawOverlaps({ context, x, colour }: Pen, { overlaps }: Timeline): void {
  context.globalAlpha = 0.2;
  context.fillStyle = colour('warn');
  for (const { startMs, endMs } of overlaps) context.fillRect(x(startMs), axisHeight, Math.max(2, x(endMs) - x(startMs)), voiceHeight * 2);
  context.globalAlpha = 1;
}

interface Voice {
  readonly middle: number;
  readonly colour: 'participant' | 'agent';
  readonly peaks: Float32Array | undefined;
  readonly stretches: readonly Stretch[];
}

function drawVoice({ context, width, x, colour }: Pen, { middle, colour: name, peaks, stretches }: Voice): void {
  context.fillStyle = colour('line');
  context.fillRect(0, middle - 0.5, width, 1);
  context.fillStyle = colour(name);
  if (peaks === undefined) {
    for (const { startMs, endMs } of stretches) context.fillRect(x(startMs), middle - 8, Math.max(2, x(endMs) - x(startMs)), 16);
    return;
  }
  peaks.forEach((peak, bin) => {
    // The exponent makes quiet speech visible without letting loud speech fill everything.
    const half = peak ** 0.65 * (voiceHeight / 2 - 4);
    if (half >= 0.5) context.fillRect((bin / peaks.length) * width, middle - half, barWidth - 1, half * 2);
  });
}

function drawUnheard({ context, x, colour }: Pen, { agent }: Timeline): void {
  context.strokeStyle = colour('agent');
  context.setLineDash([3, 3]);
  const top = axisHeight + voiceHeight * 1.5 - 9.5;
  for (const { startMs, endMs, isHeard } of agent) if (!isHeard) context.strokeRect(x(startMs) + 0.5, top, Math.max(3, x(endMs) - x(startMs) - 1), 19);
  context.setLineDash([]);
}

function drawDetector({ context, width, x, colour }: Pen, { activity, judged }: DetectorCurve, top: number): void {
  const y = (probability: number) => top + detectorHeight - 2 - probability * (detectorHeight - 6);
  const line = (level: number, name: string) => {
    context.strokeStyle = colour(name);
    context.setLineDash([2, 4]);
    context.beginPath();
    context.moveTo(0, y(level));
    context.lineTo(width, y(level));
    context.stroke();
    context.setLineDash([]);
  };
  if (activity.length > 0) line(speechThreshold, 'part-thinking');
  const threshold = judged[0]?.threshold;
  if (threshold !== undefined) line(threshold, 'accent');
  context.strokeStyle = colour('part-thinking');
  context.lineWidth = 1.25;
  for (const { fromMs, stepMs, values } of activity) {
    context.beginPath();
    context.moveTo(x(fromMs), y(0));
    values.forEach((value, index) => context.lineTo(x(fromMs + (index + 0.5) * stepMs), y(value)));
    context.lineTo(x(fromMs + values.length * stepMs), y(0));
    context.stroke();
  }
  context.lineWidth = 1;
  context.fillStyle = colour('accent');
  for (const { atMs, weighed } of judged) {
    context.beginPath();
    context.arc(x(atMs), y(weighed), 3, 0, Math.PI * 2);
    context.fill();
  }
}
