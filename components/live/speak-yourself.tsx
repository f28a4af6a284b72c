'use client';

import { Headphones, Mic, MicOff } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type KeyboardEvent as ReactKeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import { isSingleKey } from '../layout/single-keys';
import { Button } from '../ui/button';
import { cn } from '../ui/cn';
import { Kbd } from '../ui/kbd';
import { LevelMeter } from '../voice/level-meter';
import { ProblemNotice } from '../voice/problem-notice';
import type { OwnVoiceState } from './own-voice';

export interface SpeakYourselfProps {
  readonly voice: OwnVoiceState;
  readonly onSpeak: () => void;
  readonly onHush: () => void;
  readonly level: () => number;
}

/** The own voice of whoever took a call over: held down like a radio's button, or left open. */
export function SpeakYourself({ voice, onSpeak, onHush, level }: SpeakYourselfProps) {
  const t = useTranslations('live');
  const [isLeftOpen, setIsLeftOpen] = useState(false);
  const isOn = voice.phase === 'on';
  const isOff = voice.phase === 'off';
  useEffect(() => {
    if (isOff) setIsLeftOpen(false);
  }, [isOff]);
  const leaveOpen = (isOpen: boolean) => {
    setIsLeftOpen(isOpen);
    if (isOpen) onSpeak();
    else onHush();
  };
  const hold = useHolding({ isLeftOpen, onSpeak, onHush });
  return (
    <section aria-label={t('speak')} className="grid gap-3 rounded-md border bg-sunken/50 p-3">
      <div className="flex items-baseline justify-between gap-2">
        <h2 className="text-sm font-medium">{t('speak')}</h2>
        <p role="status" className={cn('flex items-center gap-1.5 text-xs font-medium', isOn ? 'text-danger' : 'text-ink-soft')}>
          <span aria-hidden className={cn('size-2 rounded-full', isOn ? 'bg-danger' : 'bg-edge')} />
          {t(`voice.${voice.phase}`)}
        </p>
      </div>
      <Button
        look={isOn && !isLeftOpen ? 'danger' : 'plain'}
        size="lg"
        aria-pressed={!isOff && !isLeftOpen}
        className="w-full touch-none"
        {...hold}
        // Screen readers press without holding: then it is opened, and closed the same way.
        onClick={(event) => {
          if (event.detail === 0) leaveOpen(!isLeftOpen);
        }}
      >
        <Mic aria-hidden />
        {t('holdToSpeak')}
        <Kbd>{t('spaceKey')}</Kbd>
      </Button>
      <Button look={isLeftOpen ? 'danger' : 'plain'} aria-pressed={isLeftOpen} onClick={() => leaveOpen(!isLeftOpen)}>
        {isLeftOpen ? <MicOff aria-hidden /> : <Mic aria-hidden />}
        {isLeftOpen ? t('closeMicrophone') : t('leaveMicrophoneOpen')}
      </Button>
      <LevelMeter level={level} label={t('ownLevel')} />
      {voice.problem === null ? null : <ProblemNotice problem={voice.problem} />}
      {voice.refusal === null ? null : (
        <p role="alert" className="text-sm text-danger">
          {voice.refusal === '' ? t('voiceLost') : voice.refusal}
        </p>
      )}
      <p className="flex items-start gap-1.5 text-xs text-ink-soft text-pretty">
        <Headphones aria-hidden className="mt-0.5 size-3.5 shrink-0" />
        {t('headphones')}
      </p>
    </section>
  );
}

/** Speaks while the button, or the space bar, is held down; letting go anywhere ends it, and so does leaving the window. */
function useHolding({ isLeftOpen, onSpeak, onHush }: { readonly isLeftOpen: boolean; readonly onSpeak: () => void; readonly onHush: () => void }) {
  const isHeld = useRef(false);
  const latest = useRef({ isLeftOpen, onSpeak, onHush });
  latest.current = { isLeftOpen, onSpeak, onHush };
  const press = () => {
    if (isHeld.current || latest.current.isLeftOpen) return;
    isHeld.current = true;
    latest.current.onSpeak();
  };
  const release = () => {
    if (!isHeld.current) return;
    isHeld.current = false;
    latest.current.onHush();
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: both read what is newest
  useEffect(() => {
    const down = (event: KeyboardEvent) => {
      if (event.key !== ' ' || !isSingleKey(event) || isOperable(event.target)) return;
      event.preventDefault();
      if (!event.repeat) press();
    };
    const up = (event: KeyboardEvent) => {
      if (event.key === ' ' || event.key === 'Enter') release();
    };
    window.addEventListener('keydown', down);
    window.addEventListener('keyup', up);
    window.addEventListener('blur', release);
    return () => {
      window.removeEventListener('keydown', down);
      window.removeEventListener('keyup', up);
      window.removeEventListener('blur', release);
      release();
    };
  }, []);
  return {
    onPointerDown: (event: PointerEvent<HTMLButtonElement>) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      press();
    },
    onPointerUp: release,
    onPointerCancel: release,
    onKeyDown: (event: ReactKeyboardEvent) => {
      if (event.key !== ' ' && event.key !== 'Enter') return;
      event.preventDefault();
      if (!event.repeat) press();
    },
    onKeyUp: (event: ReactKeyboardEvent) => {
      if (event.key === ' ') event.preventDefault();
    },
    onContextMenu: (event: { preventDefault(): void }) => event.preventDefault(),
  };
}

/** Something that the space bar operates itself. */
function isOperable(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('button, a, input, select, textarea, summary, [role="slider"]') !== null;
}
