'use client';

import { Ear, EarOff, Hand, HandHelping, PhoneOff } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { LiveCall, SupervisorCommand } from '@/server/contracts/supervision';
import { BackLink } from '../layout/back-link';
import { useWorkspace } from '../layout/workspace-context';
import { Button } from '../ui/button';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { Notice } from '../ui/notice';
import { Skeleton } from '../ui/skeleton';
import { Slider } from '../ui/slider';
import { TranscriptView } from '../voice/transcript-view';
import { useChosenDevices } from '../voice/use-chosen-devices';
import { CallHealth, CallState } from './call-badges';
import { SpeakYourself } from './speak-yourself';
import { type SupervisorNote, useSupervisedCall } from './use-supervised-call';
import { useTicking } from './use-ticking';

/** One running conversation: listen, whisper to the agent, answer in its place, end it. */
export function LiveCallPage({ conversationId }: { readonly conversationId: string }) {
  const t = useTranslations('live');
  const { slug, href } = useWorkspace();
  const supervised = useSupervisedCall(slug, conversationId);
  const { phase, call, transcript, problem } = supervised;
  const replay = (
    <Link href={href(`/conversations/${conversationId}`)} className="shrink-0 underline underline-offset-2">
      {t('openReplay')}
    </Link>
  );
  return (
    <div className="mx-auto grid w-full max-w-[90rem] grid-cols-1 content-start gap-5 px-4 pt-5 pb-10 sm:px-8">
      <header className="grid gap-2">
        <BackLink href={href('/live')}>{t('title')}</BackLink>
        <h1 className="font-serif text-2xl font-medium">{call?.agentName ?? t('conversation')}</h1>
        {call === null || phase !== 'live' ? null : <Standing call={call} />}
      </header>
      {phase === 'connecting' ? <Skeleton className="h-80" /> : null}
      {phase === 'refused' ? (
        <Notice tone="warn" action={replay}>
          {problem}
        </Notice>
      ) : null}
      {phase === 'ended' ? <Notice action={replay}>{t('hasEnded')}</Notice> : null}
      {phase === 'live' && problem !== '' ? <Notice tone="warn">{problem}</Notice> : null}
      {phase === 'live' || phase === 'ended' ? (
        <div className="grid grid-cols-1 gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
          <TranscriptView
            transcript={transcript}
            agentName={call?.agentName ?? ''}
            participantName={t('participant')}
            isTextOnly={call?.isTextOnly ?? false}
            empty={<p className="text-sm text-ink-soft">{t('nothingSaid')}</p>}
            className="max-h-[70dvh] min-h-64 rounded-lg border bg-surface p-4"
          />
          <div className="grid content-start gap-5">
            {phase === 'live' && call !== null ? <Controls supervised={supervised} call={call} /> : null}
            <Notes notes={supervised.notes} />
          </div>
        </div>
      ) : null}
    </div>
  );
}

function Standing({ call }: { readonly call: LiveCall }) {
  const elapsed = useTicking(call.startedAtMs);
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      <span className="mr-1 font-mono text-sm tabular-nums text-ink-soft">{elapsed}</span>
      <CallState call={call} />
      <CallHealth call={call} />
    </div>
  );
}

function Controls({ supervised, call }: { readonly supervised: ReturnType<typeof useSupervisedCall>; readonly call: LiveCall }) {
  const t = useTranslations('live');
  const { mayIntervene, mayListen, memberId, isListening, listen, setLoudness, command } = supervised;
  const [devices] = useChosenDevices();
  const isMine = call.takenOverBy?.id === memberId;
  const [failure, setFailure] = useState('');
  const act = async (what: SupervisorCommand) => {
    setFailure('');
    try {
      await command(what);
      return true;
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
      return false;
    }
  };
  return (
    <section aria-label={t('controls')} className="grid gap-5 rounded-lg border bg-surface p-4">
      {call.isTextOnly ? null : !mayListen ? (
        <p className="text-sm text-ink-soft text-pretty">{t('noListening')}</p>
      ) : (
        <div className="grid gap-3">
          <Button aria-pressed={isListening} onClick={() => void listen(!isListening)}>
            {isListening ? <EarOff aria-hidden /> : <Ear aria-hidden />}
            {isListening ? t('stopListening') : t('listen')}
          </Button>
          {isListening ? (
            <div className="grid grid-cols-2 gap-4 text-xs text-ink-soft">
              <Loudness label={t('participant')} onChange={(share) => setLoudness('participant', share)} />
              <Loudness label={call.agentName} onChange={(share) => setLoudness('agent', share)} />
            </div>
          ) : null}
        </div>
      )}
      {mayIntervene ? (
        <>
          <Words label={t('whisper')} hint={t('whisperHint')} button={t('whisperSend')} onSend={(text) => act({ kind: 'whisper', text })} />
          <div className="grid gap-3 border-t pt-4">
            <Button look={call.isTakenOver ? 'primary' : 'plain'} onClick={() => void act({ kind: 'takeover', isActive: !call.isTakenOver })}>
              {call.isTakenOver ? <HandHelping aria-hidden /> : <Hand aria-hidden />}
              {call.isTakenOver ? t('giveBack') : t('takeOver')}
            </Button>
            <p className="text-xs text-ink-faint text-pretty">
              {!call.isTakenOver
                ? t('takeOverHint')
                : isMine || call.takenOverBy === null
                  ? t('takenOverHint')
                  : t('takenOverByOther', { name: call.takenOverBy.name })}
            </p>
            {isMine && !call.isTextOnly ? (
              <SpeakYourself
                voice={supervised.voice}
                onSpeak={() => supervised.speak(devices.microphoneId)}
                onHush={supervised.hush}
                level={supervised.voiceLevel}
              />
            ) : null}
            {call.isTakenOver ? (
              <Words
                label={t('say')}
                hint={call.isTextOnly ? t('sayHintText') : t('sayHint')}
                button={t('saySend')}
                onSend={(text) => act({ kind: 'say', text })}
              />
            ) : null}
          </div>
          {failure === '' ? null : (
            <p role="alert" className="text-sm text-danger">
              {failure}
            </p>
          )}
          <div className="border-t pt-4">
            <ConfirmDialog
              trigger={
                <Button look="danger" className="w-full">
                  <PhoneOff aria-hidden />
                  {t('end')}
                </Button>
              }
              title={t('endTitle')}
              description={t('endHelp')}
              confirmLabel={t('end')}
              onConfirm={() => command({ kind: 'end' })}
            />
          </div>
        </>
      ) : (
        <p className="text-xs text-ink-faint text-pretty">{t('readOnly')}</p>
      )}
    </section>
  );
}

function Loudness({ label, onChange }: { readonly label: string; readonly onChange: (share: number) => void }) {
  const t = useTranslations('live');
  const [share, setShare] = useState(1);
  const text = t('loudness', { who: label });
  return (
    <div className="grid gap-1.5">
      <span className="truncate">{label}</span>
      <Slider
        aria-label={text}
        valueText={`${Math.round(share * 100)} %`}
        min={0}
        max={1}
        step={0.05}
        value={share}
        onValueChange={(value) => {
          setShare(value);
          onChange(value);
        }}
      />
    </div>
  );
}

function Words({
  label,
  hint,
  button,
  onSend,
}: {
  readonly label: string;
  readonly hint: string;
  readonly button: string;
  readonly onSend: (text: string) => Promise<boolean>;
}) {
  const [text, setText] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setIsBusy(true);
    // What could not be sent stays to be sent again.
    if (await onSend(text.trim())) setText('');
    setIsBusy(false);
  };
  return (
    <form onSubmit={(event) => void submit(event)} className="grid gap-2">
      <Field label={label} hint={hint}>
        {(control) => <Input value={text} maxLength={4_000} autoComplete="off" onChange={(event) => setText(event.target.value)} {...control} />}
      </Field>
      <Button type="submit" size="sm" className="justify-self-start" isBusy={isBusy} disabled={text.trim() === ''}>
        {button}
      </Button>
    </form>
  );
}

function Notes({ notes }: { readonly notes: readonly SupervisorNote[] }): ReactNode {
  const t = useTranslations('live');
  if (notes.length === 0) return null;
  return (
    <section aria-label={t('notes')} className="grid gap-2">
      <h2 className="font-serif text-lg font-medium">{t('notes')}</h2>
      <ol className="grid gap-1.5 text-sm">
        {notes.map(({ key, kind, text }) => (
          <li key={key} className="border-l-2 pl-2.5">
            <span className="text-xs text-ink-faint">{t(`noteKinds.${kind}`)}</span>
            {text === '' ? null : <p>{text}</p>}
          </li>
        ))}
      </ol>
    </section>
  );
}
