'use client';

import { Pause, Play } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import type { OverlapPolicyName } from '@/server/contracts/agent-config';
import { Button } from '../ui/button';
import { cn } from '../ui/cn';
import { sampleMs, type SampleOutcome, type TurnSample } from './turn-sample';
import kept from './turn-samples.json';

const presets = ['repair-first', 'adaptive', 'continuity-first'] as const;
const samples = kept as Readonly<Record<OverlapPolicyName, TurnSample>>;

export interface TurnPresetsProps {
  readonly value: OverlapPolicyName;
  readonly onChange: (value: OverlapPolicyName) => void;
  readonly disabled: boolean;
}

/** What the agent does when both speak, each way to be heard: one caller, played through the real pipeline with each of them. */
export function TurnPresets({ value, onChange, disabled }: TurnPresetsProps) {
  const t = useTranslations('editor');
  const [heard, setHeard] = useState<OverlapPolicyName | null>(null);
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-1 text-sm font-medium">{t('overlap')}</legend>
      <p className="text-xs text-ink-faint text-pretty">{t('samples.help')}</p>
      <div className="grid gap-3 xl:grid-cols-3">
        {presets.map((policy) => (
          <div
            key={policy}
            className={cn(
              'grid content-start gap-3 rounded-lg border bg-surface p-4 transition-colors',
              policy === value && 'border-accent ring-1 ring-accent',
            )}
          >
            <label className={cn('flex gap-2.5', disabled ? 'cursor-not-allowed' : 'cursor-pointer')}>
              <input
                type="radio"
                name="overlap-policy"
                className="mt-0.5 size-4 shrink-0 accent-accent"
                checked={policy === value}
                disabled={disabled}
                onChange={() => onChange(policy)}
              />
              <span className="grid gap-0.5">
                <span className="text-sm font-medium">{t(`overlapOptions.${policy}`)}</span>
                <span className="text-xs text-ink-soft text-pretty">{t(`overlapHints.${policy}`)}</span>
              </span>
            </label>
            <Sample policy={policy} isHeard={heard === policy} onHear={(isHeard) => setHeard(isHeard ? policy : null)} />
          </div>
        ))}
      </div>
    </fieldset>
  );
}

interface SampleProps {
  readonly policy: OverlapPolicyName;
  /** One is heard at a time. */
  readonly isHeard: boolean;
  readonly onHear: (isHeard: boolean) => void;
}

function Sample({ policy, isHeard, onHear }: SampleProps) {
  const t = useTranslations('editor');
  const audioRef = useRef<HTMLAudioElement>(null);
  const [atMs, setAtMs] = useState(0);
  const [hasFailed, setHasFailed] = useState(false);
  const sample = samples[policy];
  useEffect(() => {
    const audio = audioRef.current;
    if (audio === null) return;
    if (!isHeard) return audio.pause();
    audio.currentTime = 0;
    audio.play().catch(() => setHasFailed(true));
    let frame = 0;
    const follow = () => {
      setAtMs(audio.currentTime * 1000);
      frame = requestAnimationFrame(follow);
    };
    frame = requestAnimationFrame(follow);
    return () => {
      cancelAnimationFrame(frame);
      audio.pause();
      setAtMs(0);
    };
  }, [isHeard]);
  const name = t(`overlapOptions.${policy}`);
  return (
    <div className="grid gap-2.5">
      {/* biome-ignore lint/a11y/useMediaCaption: what is said and what comes of it stands below */}
      <audio ref={audioRef} src={`/turn-taking/${policy}.mp3`} preload="none" onEnded={() => onHear(false)} onError={() => isHeard && setHasFailed(true)} />
      <Drawing sample={sample} atMs={isHeard ? atMs : null} />
      <ol className="grid gap-1 text-xs text-ink-soft">
        {sample.outcomes.map((outcome, i) => (
          <li key={sample.participant[i]?.startMs} className="text-pretty">
            <span className="text-participant">{t(i === 0 ? 'samples.aside' : 'samples.question')}</span> <Outcome outcome={outcome} />
          </li>
        ))}
      </ol>
      <Button
        size="sm"
        className="justify-self-start"
        aria-label={t(isHeard ? 'samples.stopNamed' : 'samples.playNamed', { name })}
        onClick={() => onHear(!isHeard)}
      >
        {isHeard ? <Pause aria-hidden /> : <Play aria-hidden />}
        {t(isHeard ? 'samples.stop' : 'samples.play')}
      </Button>
      {hasFailed ? (
        <p role="alert" className="text-xs text-danger">
          {t('samples.failed')}
        </p>
      ) : null}
    </div>
  );
}

function Outcome({ outcome: { kind, ms } }: { readonly outcome: SampleOutcome }) {
  const t = useTranslations('editor');
  return t(`samples.${kind}`, { seconds: ms / 1000 });
}

const rows = ['participant', 'agent'] as const;
const percent = (ms: number) => `${(100 * Math.min(sampleMs, ms)) / sampleMs}%`;

/** The two voices on one clock; the list below says the same. */
function Drawing({ sample, atMs }: { readonly sample: TurnSample; readonly atMs: number | null }) {
  return (
    <div aria-hidden className="relative grid gap-1">
      {rows.map((row) => (
        <div key={row} className="relative h-5 overflow-hidden rounded-sm bg-sunken/60">
          {sample[row].map((stretch) => {
            const isUnheard = 'isHeard' in stretch && !stretch.isHeard;
            return (
              <span
                key={`${stretch.startMs}-${stretch.endMs}`}
                className={cn(
                  'absolute inset-y-0.5 rounded-xs',
                  row === 'participant' ? 'bg-participant' : isUnheard ? 'border border-dashed border-agent/60' : 'bg-agent',
                )}
                style={{ left: percent(stretch.startMs), width: `calc(${percent(Math.min(sampleMs, stretch.endMs))} - ${percent(stretch.startMs)})` }}
              />
            );
          })}
        </div>
      ))}
      {atMs === null ? null : <span className="absolute inset-y-0 -ml-px w-0.5 bg-ink" style={{ left: percent(atMs) }} />}
    </div>
  );
}
