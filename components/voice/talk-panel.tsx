'use client';

import { Mic, MicOff, PhoneOff, Timer } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { Button } from '../ui/button';
import { cn } from '../ui/cn';
import { singleKeysAreOn } from '../layout/single-keys';
import { Kbd } from '../ui/kbd';
import { Notice } from '../ui/notice';
import { DevicePicker } from './device-picker';
import { LevelMeter } from './level-meter';
import { MeasuresOverlay } from './measures-overlay';
import { ProblemNotice } from './problem-notice';
import { TextForm } from './text-form';
import { TranscriptView } from './transcript-view';
import { useChosenDevices } from './use-chosen-devices';
import { useVoiceClient } from './use-voice-client';
import type { VoiceSnapshot } from './voice-client';
import { VoiceFigure } from './voice-figure';

export interface TalkPanelProps {
  readonly agentId: string;
  readonly agentName: string;
  /** Where the conversation came from, for filters: `console`, `talk-page`. */
  readonly source: string;
  readonly versionId?: string;
  readonly token?: string;
  /** Page of a finished conversation, for members. */
  readonly conversationHref?: (conversationId: string) => string;
  readonly onEnded?: () => void;
  /** Told whenever the conversation comes to another place of the agent's workflow. */
  readonly onWorkflowPath?: (path: readonly string[]) => void;
  /** Said above the panel, such as that unsaved changes are not heard. */
  readonly note?: string;
  readonly className?: string;
}

/** The test console: one conversation with one agent, by voice or by text. */
export function TalkPanel({ agentId, agentName, source, versionId, token, conversationHref, onEnded, onWorkflowPath, note, className }: TalkPanelProps) {
  const t = useTranslations('voice');
  const [client, snapshot] = useVoiceClient();
  const [devices, chooseDevices] = useChosenDevices();
  const [hasMeasures, setHasMeasures] = useState(false);
  const [isAskingToLeave, setIsAskingToLeave] = useState(false);
  const { phase, mode, problem, isMuted } = snapshot;
  const isRunning = phase === 'live' || phase === 'connecting';

  const start = (wanted: 'voice' | 'text') => {
    setIsAskingToLeave(false);
    void client.start({
      agentId,
      mode: wanted,
      source,
      microphoneId: devices.microphoneId,
      speakerId: devices.speakerId,
      ...(versionId === undefined ? {} : { versionId }),
      ...(token === undefined ? {} : { token }),
    });
  };

  const { workflowPath } = snapshot;
  useEffect(() => onWorkflowPath?.(workflowPath), [workflowPath, onWorkflowPath]);

  useEffect(() => {
    if (phase === 'ended') onEnded?.();
    if (phase !== 'live') setIsAskingToLeave(false);
  }, [phase, onEnded]);

  useEffect(() => {
    if (phase !== 'live') return;
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if ((event.key === 'm' || event.key === 'M') && singleKeysAreOn()) client.setMuted(!client.snapshot().isMuted);
      else if (event.key === 'Escape' && document.querySelector('[role="dialog"]') === null) setIsAskingToLeave((asks) => !asks);
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [phase, client]);

  const stateName = phase === 'live' ? snapshot.state : phase;
  const isMicrophoneProblem = problem !== undefined && phase === 'idle' && problem.code !== 'agent-refused' && problem.code !== 'connection-failed';
  return (
    <section aria-label={agentName} className={cn('flex min-h-0 flex-col bg-surface', className)}>
      <header className="flex items-center justify-between gap-2 px-4 pt-3">
        <p role="status" className="flex items-center gap-2 text-sm font-medium">
          <span aria-hidden className={cn('size-2 rounded-full', dotColour(stateName))} />
          {t(`state.${stateName}`)}
          {isMuted && phase === 'live' ? <span className="text-xs font-normal text-participant">{t('muted')}</span> : null}
        </p>
        <div className="flex items-center gap-1">
          <Button
            look="quiet"
            size="icon-sm"
            aria-label={t('showMeasures')}
            title={t('showMeasures')}
            aria-pressed={hasMeasures}
            className={cn(hasMeasures && 'bg-accent-soft text-accent-ink')}
            onClick={() => setHasMeasures(!hasMeasures)}
          >
            <Timer aria-hidden />
          </Button>
          <DevicePicker
            chosen={devices}
            isLive={phase === 'live'}
            onMicrophone={(microphoneId) => {
              chooseDevices({ microphoneId });
              void client.useMicrophone(microphoneId === '' ? 'default' : microphoneId);
            }}
            onSpeaker={(speakerId) => {
              chooseDevices({ speakerId });
              void client.useSpeaker(speakerId === '' ? 'default' : speakerId);
            }}
          />
        </div>
      </header>
      <VoiceFigure client={client} state={stateName} className={cn(hasMeasures && 'h-16')} />
      {phase === 'live' && mode === 'voice' ? <LevelMeter level={() => client.levels().participant} label={t('inputLevel')} className="mx-4 mb-2" /> : null}
      <div className="grid gap-2 px-4 empty:hidden">
        {note === undefined || isRunning ? null : <Notice tone="info">{note}</Notice>}
        {problem === undefined ? null : (
          <ProblemNotice
            problem={problem}
            action={
              isMicrophoneProblem ? (
                <Button size="sm" onClick={() => start('text')}>
                  {t('continueText')}
                </Button>
              ) : null
            }
          />
        )}
        {isRunning && snapshot.notices.length > 0 ? <Notices notices={snapshot.notices} /> : null}
      </div>
      {hasMeasures ? (
        <div className="mx-4 mt-2 mb-1 max-h-[45%] shrink-0 overflow-y-auto rounded-md border bg-paper p-3">
          <MeasuresOverlay turns={snapshot.turns} />
          <Providers snapshot={snapshot} />
        </div>
      ) : null}
      <TranscriptView
        transcript={snapshot.transcript}
        agentName={snapshot.agentName ?? agentName}
        isTextOnly={mode === 'text'}
        className="min-h-24 flex-1 px-4 py-3"
        empty={
          phase === 'live' ? (
            <p className="py-6 text-center text-sm text-ink-faint">{t('say')}</p>
          ) : phase === 'connecting' ? null : (
            <Invitation agentName={agentName} />
          )
        }
      />
      <footer className="grid gap-2.5 border-t px-4 py-3">
        {snapshot.phase === 'ended' && snapshot.ending !== undefined ? (
          <p role="status" className="text-sm text-ink-soft">
            {t(`ended.${snapshot.ending.reason}`)}{' '}
            {snapshot.conversationId !== undefined && conversationHref !== undefined ? (
              <Link className="text-accent underline underline-offset-3" href={conversationHref(snapshot.conversationId)}>
                {t('openConversation')}
              </Link>
            ) : null}
          </p>
        ) : null}
        {phase === 'live' ? <TextForm onSend={(text) => client.sendText(text)} onTyping={() => client.noteTyping()} /> : null}
        {isRunning ? (
          isAskingToLeave ? (
            // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a border of its own
            <div role="group" aria-label={t('hangUpAsk')} className="flex items-center justify-between gap-2">
              <span className="text-sm font-medium">{t('hangUpAsk')}</span>
              <span className="flex gap-2">
                <Button onClick={() => setIsAskingToLeave(false)}>{t('stay')}</Button>
                <Button look="danger" autoFocus onClick={() => client.hangUp()}>
                  <PhoneOff aria-hidden />
                  {t('hangUp')}
                </Button>
              </span>
            </div>
          ) : (
            <div className="flex items-center gap-2">
              {mode === 'voice' && phase === 'live' ? (
                <Button className="flex-1" aria-pressed={isMuted} onClick={() => client.setMuted(!isMuted)}>
                  {isMuted ? <MicOff aria-hidden /> : <Mic aria-hidden />}
                  {isMuted ? t('unmute') : t('mute')}
                </Button>
              ) : null}
              <Button look="danger" className="flex-1" onClick={() => client.hangUp()}>
                <PhoneOff aria-hidden />
                {t('hangUp')}
              </Button>
            </div>
          )
        ) : (
          <div className="flex flex-wrap items-center gap-2">
            <Button look="primary" className="flex-1" onClick={() => start('voice')}>
              <Mic aria-hidden />
              {phase === 'ended' ? t('again') : t('start')}
            </Button>
            <Button onClick={() => start('text')}>{t('startText')}</Button>
          </div>
        )}
        {phase === 'live' && mode === 'voice' ? (
          <p className="hidden text-xs text-ink-faint sm:block">{t.rich('keys', { kbd: (key) => <Kbd>{key}</Kbd> })}</p>
        ) : null}
      </footer>
    </section>
  );
}

/** Which parts are in use and why; for those who run the agent, not for who talks to it. */
function Notices({ notices }: { readonly notices: readonly string[] }) {
  const t = useTranslations('voice');
  return (
    <details className="rounded-md bg-accent-soft px-3 py-2 text-xs text-accent-ink">
      <summary>{t('notices', { count: notices.length })}</summary>
      <ul className="mt-1.5 grid gap-1.5">
        {notices.map((notice) => (
          <li key={notice} className="text-pretty">
            {notice}
          </li>
        ))}
      </ul>
    </details>
  );
}

function Invitation({ agentName }: { readonly agentName: string }) {
  const t = useTranslations('voice');
  return (
    <div className="grid justify-items-center gap-1 py-5 text-center">
      <p className="font-serif text-lg">{agentName}</p>
      <p className="max-w-64 text-sm text-ink-soft text-pretty">{t('emptyIdle', { start: t('start') })}</p>
    </div>
  );
}

function Providers({ snapshot }: { readonly snapshot: VoiceSnapshot }) {
  const t = useTranslations('voice');
  const { providers } = snapshot;
  if (providers === undefined) return null;
  const rows = [
    [t('hears'), providers.speechToText],
    [t('thinks'), providers.languageModel],
    [t('speaks'), providers.textToSpeech],
  ] as const;
  return (
    <dl aria-label={t('using')} className="mt-2 grid grid-cols-[auto_1fr] gap-x-3 border-t pt-1.5 text-xs">
      {rows.map(([role, name]) => (
        <div key={role} className="contents">
          <dt className="text-ink-faint">{role}</dt>
          <dd className="truncate text-right font-mono">{name}</dd>
        </div>
      ))}
    </dl>
  );
}

function dotColour(state: string): string {
  if (state === 'listening' || state === 'user-speaking') return 'bg-participant';
  if (state === 'speaking' || state === 'thinking' || state === 'held') return 'bg-agent';
  return 'bg-edge';
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));
}
