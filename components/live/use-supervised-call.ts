'use client';

import { useEffect, useRef, useState } from 'react';
import type { LiveCall, SupervisorCommand, SupervisorEvent } from '@/server/contracts/supervision';
import { emptyTranscript, type LiveTranscript, withEvent } from '../voice/live-transcript';
import { Speaker } from '../voice/speaker';
import { OwnVoice, type OwnVoiceState, quiet } from './own-voice';
import { answerTimeoutMs, openSupervision, type SupervisionSocket } from './supervision-socket';

export interface SupervisedState {
  readonly phase: 'connecting' | 'live' | 'ended' | 'refused';
  readonly call: LiveCall | null;
  readonly mayIntervene: boolean;
  readonly mayListen: boolean;
  /** Who looks on. */
  readonly memberId: string;
  readonly transcript: LiveTranscript;
  /** What supervisors told the agent, and where in its workflow it is. */
  readonly notes: readonly SupervisorNote[];
  readonly isListening: boolean;
  readonly voice: OwnVoiceState;
  readonly problem: string;
}

export interface SupervisorNote {
  readonly key: string;
  readonly kind: 'whisper' | 'takeover' | 'give-back' | 'workflow';
  readonly text: string;
}

const nothingYet: SupervisedState = {
  phase: 'connecting',
  call: null,
  mayIntervene: false,
  mayListen: false,
  memberId: '',
  transcript: emptyTranscript,
  notes: [],
  isListening: false,
  voice: quiet,
  problem: '',
};

/** More sound than this waiting is behind the call: the rest is dropped. */
const mostBehindMs = 1_500;

/** One running conversation: what is said in it, and what a supervisor does about it. */
export function useSupervisedCall(workspace: string, conversationId: string) {
  const [state, setState] = useState(nothingYet);
  const socketRef = useRef<SupervisionSocket | null>(null);
  const earsRef = useRef<Ears | null>(null);
  const voiceRef = useRef<OwnVoice | null>(null);

  useEffect(() => {
    const socket = openSupervision();
    socketRef.current = socket;
    const change = (next: Partial<SupervisedState>) => setState((before) => ({ ...before, ...next }));
    const ownVoice = new OwnVoice(socket, (voice) => change({ voice }));
    voiceRef.current = ownVoice;
    socket.on('connect', () => {
      // After a broken connection the recent past is told again.
      setState((before) => ({ ...nothingYet, isListening: earsRef.current !== null, voice: before.voice }));
      socket.timeout(answerTimeoutMs).emit('supervise', { workspace, conversationId }, (error, answer) => {
        if (error !== null) change({ phase: 'refused', problem: error.message });
        else if (!answer.ok) {
          change({ phase: 'refused', problem: answer.message });
          socket.disconnect();
        } else {
          const { call, mayIntervene, mayListen, memberId } = answer;
          change({ phase: 'live', call, mayIntervene, mayListen, memberId });
          if (earsRef.current !== null) socket.emit('listen', true);
        }
      });
    });
    socket.on('call', (call) => change({ call }));
    socket.on('event', (event) => {
      // The microphone is given back with the call.
      if (event.kind === 'takeover' && !event.isActive) void ownVoice.close();
      setState((before) => afterEvent(before, event));
    });
    socket.on('sound', (side, pcm) => earsRef.current?.hear(side, pcm));
    socket.on('cut', () => earsRef.current?.cut());
    socket.on('ended', () => {
      change({ phase: 'ended', isListening: false });
      void earsRef.current?.close();
      earsRef.current = null;
      void ownVoice.close();
      socket.disconnect();
    });
    return () => {
      void ownVoice.close();
      voiceRef.current = null;
      socket.removeAllListeners();
      socket.disconnect();
      socketRef.current = null;
      void earsRef.current?.close();
      earsRef.current = null;
    };
  }, [workspace, conversationId]);

  return {
    ...state,
    /** In answer to a click, or the browser keeps it silent. */
    async listen(isOn: boolean): Promise<void> {
      if (isOn && earsRef.current === null) {
        try {
          earsRef.current = await Ears.open();
        } catch (error) {
          setState((before) => ({ ...before, problem: error instanceof Error ? error.message : String(error) }));
          return;
        }
      } else if (!isOn) {
        await earsRef.current?.close();
        earsRef.current = null;
      }
      socketRef.current?.emit('listen', isOn);
      setState((before) => ({ ...before, isListening: isOn, problem: '' }));
    },
    /** In answer to a press, or the browser asks nobody for the microphone. */
    speak: (microphoneId: string | undefined) => void voiceRef.current?.speak(microphoneId),
    hush: () => voiceRef.current?.hush(),
    voiceLevel: () => voiceRef.current?.level ?? 0,
    setLoudness: (side: 'participant' | 'agent', share: number) => earsRef.current?.setLoudness(side, share),
    /** Rejects with what stood in the way. */
    command(command: SupervisorCommand): Promise<void> {
      return new Promise((resolve, reject) => {
        const socket = socketRef.current;
        if (socket === null) return reject(new Error('Not connected.'));
        socket.timeout(answerTimeoutMs).emit('command', command, (error, problem) => {
          if (error !== null) reject(error);
          else if (problem !== null) reject(new Error(problem));
          else resolve();
        });
      });
    },
  };
}

function afterEvent(state: SupervisedState, event: SupervisorEvent): SupervisedState {
  const note = (kind: SupervisorNote['kind'], text: string) => ({ ...state, notes: [...state.notes, { key: `${state.notes.length}`, kind, text }] });
  switch (event.kind) {
    case 'whisper':
      return note('whisper', event.text);
    case 'takeover':
      return note(event.isActive ? 'takeover' : 'give-back', '');
    case 'workflow-node':
      return note('workflow', event.label);
    default: {
      const transcript = withEvent(state.transcript, event);
      return transcript === state.transcript ? state : { ...state, transcript };
    }
  }
}

/** Both sides of a call, each through a loudspeaker of its own, so that each has its loudness. */
class Ears {
  readonly #sides: Readonly<Record<'participant' | 'agent', Side>>;

  static async open(): Promise<Ears> {
    const [participant, agent] = await Promise.all([Side.open(), Side.open()]);
    return new Ears({ participant, agent });
  }

  private constructor(sides: Readonly<Record<'participant' | 'agent', Side>>) {
    this.#sides = sides;
  }

  hear(side: 'participant' | 'agent', pcm: ArrayBuffer): void {
    this.#sides[side].play(pcm);
  }

  cut(): void {
    this.#sides.agent.drop();
  }

  setLoudness(side: 'participant' | 'agent', share: number): void {
    this.#sides[side].setLoudness(share);
  }

  async close(): Promise<void> {
    await Promise.all([this.#sides.participant.close(), this.#sides.agent.close()]);
  }
}

class Side {
  #speaker: Speaker | null = null;
  #stretch = 0;

  static async open(): Promise<Side> {
    const side = new Side();
    side.#speaker = await Speaker.open({
      onPlayhead: ({ responseId, bufferedMs }) => {
        if (responseId === side.#stretch && (bufferedMs ?? 0) > mostBehindMs) side.drop();
      },
    });
    return side;
  }

  play(pcm: ArrayBuffer): void {
    if (pcm.byteLength >= 2) this.#speaker?.play(this.#stretch, 0, pcm);
  }

  drop(): void {
    this.#speaker?.flush(this.#stretch);
    this.#stretch++;
  }

  setLoudness(share: number): void {
    this.#speaker?.setVolume(share);
  }

  async close(): Promise<void> {
    await this.#speaker?.close();
    this.#speaker = null;
  }
}
