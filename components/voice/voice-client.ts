import type { EndReason, TurnLatency } from '@/server/contracts/conversation';
import type { DownlinkEvent, StartAnswer, StartRequest, VoiceState } from '@/server/contracts/voice-protocol';
import { Downlink } from './downlink';
import { emptyTranscript, type LiveTranscript, withEvent } from './live-transcript';
import { Microphone } from './microphone';
import { Speaker } from './speaker';
import { Uplink } from './uplink';
import { VoiceProblem } from './voice-problem';
import { connect, openVoiceSocket, startConversation, type VoiceSocket } from './voice-socket';

/** Longest wait for the server's own goodbye after hanging up. */
const goodbyeMs = 2_000;
const mostTurnsKept = 200;

export interface TurnMeasure {
  readonly turnId: number;
  readonly latency: TurnLatency;
  readonly confidence: number | null;
}

export interface VoiceSnapshot {
  readonly phase: 'idle' | 'connecting' | 'live' | 'ended';
  readonly mode: 'voice' | 'text';
  readonly state: VoiceState;
  readonly conversationId: string | undefined;
  readonly agentName: string | undefined;
  readonly providers: (StartAnswer & { ok: true })['providers'] | undefined;
  readonly notices: readonly string[];
  readonly transcript: LiveTranscript;
  readonly turns: readonly TurnMeasure[];
  /** Places of the agent's workflow that it came to, in order. */
  readonly workflowPath: readonly string[];
  readonly isMuted: boolean;
  readonly problem: VoiceProblem | undefined;
  readonly ending: { readonly reason: EndReason; readonly message: string } | undefined;
  readonly startedAt: number | undefined;
  readonly endedAt: number | undefined;
}

export interface StartOptions extends Omit<StartRequest, 'textOnly'> {
  readonly mode: 'voice' | 'text';
  readonly microphoneId?: string | undefined;
  readonly speakerId?: string | undefined;
}

const atRest: VoiceSnapshot = {
  phase: 'idle',
  mode: 'voice',
  state: 'listening',
  conversationId: undefined,
  agentName: undefined,
  providers: undefined,
  notices: [],
  transcript: emptyTranscript,
  turns: [],
  workflowPath: [],
  isMuted: false,
  problem: undefined,
  ending: undefined,
  startedAt: undefined,
  endedAt: undefined,
};

/** What one conversation holds open; closed together. */
interface Line {
  readonly socket: VoiceSocket;
  readonly uplink: Uplink;
  readonly downlink: Downlink | undefined;
  microphone: Microphone | undefined;
  readonly speaker: Speaker | undefined;
}

/** Owns one conversation at a time: idle → connecting → live → ended, and again from there. Watch it with `subscribe`, read it with `snapshot`. */
export class VoiceClient {
  #snapshot = atRest;
  #line: Line | undefined;
  /** Goes up with each start and end, so that a start that was given up notices when its awaits return. */
  #attempt = 0;
  #goodbye: ReturnType<typeof setTimeout> | undefined;
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): VoiceSnapshot => this.#snapshot;

  /** Loudness of the participant and of the agent now, 0 to 1. */
  levels(): { readonly participant: number; readonly agent: number } {
    return { participant: this.#line?.microphone?.level ?? 0, agent: this.#line?.speaker?.level ?? 0 };
  }

  /** Call it in answer to a click: browsers give no sound otherwise. Problems end up in the snapshot. */
  async start(options: StartOptions): Promise<void> {
    if (this.#snapshot.phase === 'connecting' || this.#snapshot.phase === 'live') return;
    const attempt = ++this.#attempt;
    this.#set({ ...atRest, phase: 'connecting', mode: options.mode });
    const { mode, microphoneId, speakerId, ...request } = options;
    const socket = openVoiceSocket();
    const opened: { microphone?: Microphone; speaker?: Speaker } = {};
    try {
      const uplink = new Uplink(socket);
      if (mode === 'voice') {
        opened.speaker = await Speaker.open({ deviceId: speakerId, onPlayhead: (report) => uplink.sendPlayhead(report) });
        opened.microphone = await this.#openMicrophone(uplink, microphoneId);
      }
      this.#mustBeCurrent(attempt);
      await connect(socket);
      this.#mustBeCurrent(attempt);
      const line: Line = { socket, uplink, downlink: opened.speaker && new Downlink(opened.speaker), microphone: opened.microphone, speaker: opened.speaker };
      this.#line = line;
      this.#listen(line);
      const answer = await startConversation(socket, { ...request, textOnly: mode === 'text' });
      this.#mustBeCurrent(attempt);
      const { conversationId, agentName, providers, notices } = answer;
      this.#change({
        phase: 'live',
        conversationId,
        agentName,
        providers,
        notices: [...new Set([...this.#snapshot.notices, ...notices])],
        startedAt: Date.now(),
      });
    } catch (error) {
      this.#line = undefined;
      socket.removeAllListeners();
      socket.disconnect();
      await Promise.all([opened.microphone?.close(), opened.speaker?.close()]);
      if (attempt !== this.#attempt) return;
      const problem = error instanceof VoiceProblem ? error : new VoiceProblem('connection-failed', undefined, { cause: error });
      this.#set({ ...atRest, mode, problem });
    }
  }

  setMuted(isMuted: boolean): void {
    if (this.#line?.microphone === undefined) return;
    this.#line.microphone.isMuted = isMuted;
    this.#change({ isMuted });
  }

  sendText(text: string): void {
    const trimmed = text.trim();
    if (trimmed !== '' && this.#snapshot.phase === 'live') this.#line?.uplink.sendText(trimmed);
  }

  noteTyping(): void {
    if (this.#snapshot.phase === 'live') this.#line?.uplink.sendActivity();
  }

  /** Changes the microphone in the middle of a conversation; the old one stays when the new one cannot be had. */
  async useMicrophone(deviceId: string): Promise<void> {
    const line = this.#line;
    if (line === undefined || this.#snapshot.mode === 'text') return;
    try {
      const fresh = await this.#openMicrophone(line.uplink, deviceId);
      if (this.#line !== line) return void (await fresh.close());
      const old = line.microphone;
      fresh.isMuted = this.#snapshot.isMuted;
      line.microphone = fresh;
      this.#change({ problem: undefined });
      await old?.close();
    } catch (error) {
      if (this.#line === line && error instanceof VoiceProblem) this.#change({ problem: error });
    }
  }

  async useSpeaker(deviceId: string): Promise<void> {
    await this.#line?.speaker?.use(deviceId);
  }

  hangUp(): void {
    if (this.#snapshot.phase === 'connecting') {
      this.#attempt++;
      const line = this.#line;
      this.#line = undefined;
      if (line !== undefined) void release(line);
      this.#set(atRest);
      return;
    }
    if (this.#snapshot.phase !== 'live' || this.#goodbye !== undefined) return;
    this.#line?.uplink.hangUp();
    this.#goodbye = setTimeout(() => this.#end({ reason: 'participant-left', message: '' }), goodbyeMs);
  }

  /** Back to the beginning, what was said forgotten. */
  reset(): void {
    if (this.#snapshot.phase === 'ended' || this.#snapshot.phase === 'idle') this.#set(atRest);
  }

  /** Ends what runs without waiting for anyone; for leaving the page. */
  dispose(): void {
    if (this.#snapshot.phase === 'live') {
      this.#line?.uplink.hangUp();
      this.#end({ reason: 'participant-left', message: '' });
    } else this.hangUp();
  }

  #openMicrophone(uplink: Uplink, deviceId: string | undefined): Promise<Microphone> {
    return Microphone.open({
      deviceId,
      onBlock: (pcm) => {
        if (this.#snapshot.phase === 'live') uplink.sendBlock(pcm);
      },
      onLost: () => this.#change({ problem: new VoiceProblem('microphone-lost') }),
    });
  }

  #listen(line: Line): void {
    line.socket.on('audio', (responseId, startMs, pcm) => line.downlink?.take(responseId, startMs, pcm));
    line.socket.on('event', (event) => this.#take(line, event));
    line.socket.on('probe', (answer) => answer());
    line.socket.on('disconnect', () => {
      if (this.#line !== line || this.#snapshot.phase !== 'live') return;
      this.#change({ problem: new VoiceProblem('connection-lost') });
      this.#end({ reason: 'connection-lost', message: '' });
    });
  }

  #take(line: Line, event: DownlinkEvent): void {
    if (this.#line !== line) return;
    const transcript = withEvent(this.#snapshot.transcript, event);
    if (transcript !== this.#snapshot.transcript) this.#change({ transcript });
    switch (event.kind) {
      case 'state':
        this.#change({ state: event.state });
        break;
      case 'interrupted':
        line.downlink?.interrupt(event.responseId);
        break;
      case 'hold':
        line.downlink?.hold();
        break;
      case 'resume':
        line.downlink?.resume();
        break;
      case 'turn-metrics':
        this.#change({
          turns: [...this.#snapshot.turns, { turnId: event.turnId, latency: event.latency, confidence: event.confidence }].slice(-mostTurnsKept),
        });
        break;
      case 'workflow-node':
        this.#change({ workflowPath: [...this.#snapshot.workflowPath, event.nodeId].slice(-mostTurnsKept) });
        break;
      case 'tool-call':
        if (event.expectsResponse) line.uplink.refuseTool(event.toolCallId);
        break;
      case 'notice':
        this.#change({ notices: [...new Set([...this.#snapshot.notices, event.message])] });
        break;
      case 'error':
        this.#change({ problem: new VoiceProblem('agent-failed', event.message) });
        break;
      case 'ended':
        this.#end({ reason: event.reason, message: event.message });
        break;
      default:
        // What is said and heard changes the transcript alone, above.
        break;
    }
  }

  #end(ending: { reason: EndReason; message: string }): void {
    if (this.#snapshot.phase === 'ended') return;
    this.#attempt++;
    clearTimeout(this.#goodbye);
    this.#goodbye = undefined;
    const line = this.#line;
    this.#line = undefined;
    this.#change({ phase: 'ended', state: 'ended', ending, endedAt: Date.now(), transcript: { ...this.#snapshot.transcript, partial: '' } });
    if (line !== undefined) void release(line);
  }

  #mustBeCurrent(attempt: number): void {
    if (attempt !== this.#attempt) throw new VoiceProblem('connection-lost');
  }

  #change(part: Partial<VoiceSnapshot>): void {
    this.#set({ ...this.#snapshot, ...part });
  }

  #set(snapshot: VoiceSnapshot): void {
    this.#snapshot = snapshot;
    for (const listener of this.#listeners) listener();
  }
}

async function release(line: Line): Promise<void> {
  // A goodbye that was just written must leave before the socket closes under it.
  line.socket.removeAllListeners();
  await Promise.all([line.microphone?.close(), line.speaker?.close()]);
  line.socket.disconnect();
}
