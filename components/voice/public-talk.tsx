'use client';

import { Mic, MicOff, PhoneOff } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { clockText } from '../conversations/clock-text';
import { Button } from '../ui/button';
import { cn } from '../ui/cn';
import { DevicePicker } from './device-picker';
import { LevelMeter } from './level-meter';
import { spokenPart } from './live-transcript';
import { ProblemNotice } from './problem-notice';
import { TextForm } from './text-form';
import { TranscriptView } from './transcript-view';
import { useChosenDevices } from './use-chosen-devices';
import { useVoiceClient } from './use-voice-client';
import { VoiceFigure } from './voice-figure';

export interface PublicTalkProps {
  readonly agentId: string;
  readonly agentName: string;
  readonly token?: string;
}

/** One agent, one button: says what will happen, asks for the microphone only then, and offers to begin again at the end. */
export function PublicTalk({ agentId, agentName, token }: PublicTalkProps) {
  const t = useTranslations('talk');
  const voice = useTranslations('voice');
  const [client, snapshot] = useVoiceClient();
  const [devices, chooseDevices] = useChosenDevices();
  const { phase, mode, isMuted, problem, startedAt, endedAt } = snapshot;
  const start = (wanted: 'voice' | 'text') =>
    void client.start({
      agentId,
      mode: wanted,
      source: 'talk-page',
      microphoneId: devices.microphoneId,
      speakerId: devices.speakerId,
      ...(token === undefined ? {} : { token }),
    });
  const stateName = phase === 'live' ? snapshot.state : phase;
  const isRunning = phase === 'live' || phase === 'connecting';
  return (
    <section aria-label={t('region', { name: agentName })} className="flex min-h-0 flex-1 flex-col gap-4">
      <header className="grid justify-items-center gap-1 text-center">
        <h1 className="font-serif text-3xl font-medium">{agentName}</h1>
        <p role="status" className="text-base text-ink-soft">
          {phase === 'ended' ? t('ended') : voice(`state.${stateName}`)}
          {isMuted && phase === 'live' ? ` · ${voice('muted')}` : ''}
        </p>
      </header>
      <VoiceFigure client={client} state={stateName} className={cn('transition-[height]', isRunning ? 'h-36' : 'h-48')} />
      {problem === undefined ? null : <ProblemNotice problem={problem} />}
      {phase === 'idle' ? (
        <div className="mx-auto grid max-w-md gap-2 text-center text-base text-ink-soft text-pretty">
          <p>{t('explain')}</p>
          <p className="text-sm">{t('explainNext')}</p>
        </div>
      ) : (
        <TranscriptView
          transcript={spokenPart(snapshot.transcript)}
          agentName={agentName}
          isTextOnly={mode === 'text'}
          className="max-h-[45dvh] min-h-32 flex-1 rounded-lg border bg-surface p-4"
          empty={
            <p className="py-6 text-center text-sm text-ink-faint">
              {phase === 'live' ? voice('say') : phase === 'connecting' ? voice('connecting') : voice('emptyTitle')}
            </p>
          }
        />
      )}
      {snapshot.ending === undefined ? null : (
        <p className="text-center text-sm text-ink-soft">
          {voice(`ended.${snapshot.ending.reason}`)}{' '}
          {startedAt === undefined || endedAt === undefined ? null : t('duration', { duration: clockText(endedAt - startedAt) })}
        </p>
      )}
      {phase === 'live' ? <TextForm onSend={(text) => client.sendText(text)} onTyping={() => client.noteTyping()} /> : null}
      <div className="mx-auto grid w-full max-w-md gap-2 pb-2">
        {isRunning ? (
          <>
            {mode === 'voice' && phase === 'live' ? <LevelMeter level={() => client.levels().participant} label={voice('inputLevel')} /> : null}
            <div className="flex items-center gap-2">
              {mode === 'voice' && phase === 'live' ? (
                <Button size="lg" className="flex-1" aria-pressed={isMuted} onClick={() => client.setMuted(!isMuted)}>
                  {isMuted ? <MicOff aria-hidden /> : <Mic aria-hidden />}
                  {isMuted ? voice('unmute') : voice('mute')}
                </Button>
              ) : null}
              <Button look="danger" size="lg" className="flex-1" onClick={() => client.hangUp()}>
                <PhoneOff aria-hidden />
                {voice('hangUp')}
              </Button>
            </div>
            {phase === 'connecting' ? <Connecting /> : null}
          </>
        ) : (
          <>
            <Button look="primary" size="lg" className="h-13" onClick={() => start('voice')}>
              <Mic aria-hidden />
              {phase === 'ended' ? voice('again') : voice('start')}
            </Button>
            <Button look="quiet" onClick={() => start('text')}>
              {voice('startText')}
            </Button>
          </>
        )}
        <div className="flex justify-center">
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
      </div>
    </section>
  );
}

const patienceMs = 4_000;

/** A first call may load a local model; after a while that is worth saying. */
function Connecting() {
  const voice = useTranslations('voice');
  const [isLong, setIsLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsLong(true), patienceMs);
    return () => clearTimeout(timer);
  }, []);
  return isLong ? <p className="text-center text-sm text-ink-soft">{voice('stillConnecting')}</p> : null;
}
