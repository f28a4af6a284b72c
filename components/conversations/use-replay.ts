'use client';

import { useEffect, useMemo, useRef, useState } from 'react';
import type { ConversationEvent, TranscriptItem } from '@/server/contracts/conversation';
import { latencyParts } from '../latency/latency-parts';
import { type Stretch, type Timeline, timelineOf } from './timeline';
import { windowAt, type Zoom, zooms } from './track-window';
import { activeItem, nextTurn, type TimedItem, timedItems } from './transcript-times';
import { type Player, usePlayer } from './use-player';
import { useReplayKeys } from './use-replay-keys';
import { type WorkSpan, workSpans } from './work-spans';

export interface ReplayInput {
  readonly conversation: {
    readonly durationMs: number;
    readonly recordingMs: number;
    readonly transcript: readonly TranscriptItem[];
    readonly events: readonly ConversationEvent[];
  };
  readonly audioUrl: string | null;
  /** The address: `t` is the position in seconds, `turn` the place in the transcript counted from 1, `zoom` how near. */
  readonly parameters: URLSearchParams;
  readonly setParameters: (changes: Readonly<Record<string, string>>) => void;
}

export interface ReplayState {
  readonly player: Player;
  readonly durationMs: number;
  readonly items: readonly TimedItem[];
  readonly active: TimedItem | undefined;
  readonly timeline: Timeline;
  readonly spans: readonly WorkSpan[];
  readonly window: Stretch;
  readonly zoom: Zoom;
  readonly scaleMs: number;
  readonly setZoom: (zoom: Zoom) => void;
  readonly seek: (ms: number, index?: number) => void;
  readonly goTurn: (step: 1 | -1) => void;
}

/** One position in a conversation, for everything on the page that shows it, kept in the address. */
export function useReplay({ conversation, audioUrl, parameters, setParameters }: ReplayInput): ReplayState {
  const { transcript, events } = conversation;
  const player = usePlayer(audioUrl, startIn(parameters, transcript));
  const durationMs = Math.max(conversation.durationMs, conversation.recordingMs, player.sound?.durationMs ?? 0);
  const items = useMemo(() => timedItems(transcript, durationMs), [transcript, durationMs]);
  const timeline = useMemo(() => timelineOf(events, durationMs), [events, durationMs]);
  const spans = useMemo(() => workSpans(events, durationMs), [events, durationMs]);
  /** The turn that was gone to: where two overlap, the position alone would choose the later one. */
  const [chosen, setChosen] = useState(() => turnIn(parameters));
  const sounding = activeItem(items, player.atMs);
  const wanted = chosen === undefined ? undefined : items[chosen];
  const active = !player.isPlaying && wanted !== undefined && player.atMs >= wanted.startMs && player.atMs <= wanted.endMs ? wanted : sounding;
  // The record of a conversation that has only just ended may come after the page that is to go to one of its turns.
  const lateMs = wanted !== undefined && player.atMs === 0 && !player.isPlaying && wanted.startMs > 0 ? wanted.startMs : undefined;
  const { seek: goTo } = player;
  useEffect(() => {
    if (lateMs !== undefined) goTo(lateMs);
  }, [lateMs, goTo]);
  const zoom = zooms.find((candidate) => String(candidate) === parameters.get('zoom')) ?? 1;
  const scaleMs = useMemo(
    () => Math.max(1, ...items.flatMap(({ item }) => (item.parley?.latency === undefined ? [] : [latencyParts(item.parley.latency).totalMs]))),
    [items],
  );
  const seek = (ms: number, index?: number) => {
    const target = Math.min(durationMs, Math.max(0, ms));
    const turn = index ?? activeItem(items, target)?.index;
    player.seek(target);
    setChosen(index);
    setParameters({ t: (target / 1000).toFixed(1), turn: turn === undefined ? '' : String(turn + 1) });
  };
  const goTurn = (step: 1 | -1) => {
    const turn = nextTurn(items, active, step);
    if (turn !== undefined) seek(turn.startMs, turn.index);
  };
  useReplayKeys({ toggle: player.toggle, move: (ms) => seek(player.atMs + ms), turn: goTurn });
  usePositionInAddress(player, active?.index, setParameters);
  return {
    player,
    durationMs,
    items,
    active,
    timeline,
    spans,
    // What was made for after the end, and so never heard, is drawn there.
    window: windowAt(player.atMs, Math.max(durationMs, ...timeline.agent.map(({ endMs }) => endMs)), zoom),
    zoom,
    scaleMs,
    setZoom: (next) => setParameters({ zoom: next === 1 ? '' : String(next) }),
    seek,
    goTurn,
  };
}

/** Where playing stopped stands in the address, so that it can be handed on. */
function usePositionInAddress(player: Player, activeIndex: number | undefined, setParameters: ReplayInput['setParameters']): void {
  const placeRef = useRef({ atMs: player.atMs, activeIndex });
  placeRef.current = { atMs: player.atMs, activeIndex };
  const wasPlaying = useRef(false);
  useEffect(() => {
    if (wasPlaying.current && !player.isPlaying) {
      const place = placeRef.current;
      setParameters({ t: (place.atMs / 1000).toFixed(1), turn: place.activeIndex === undefined ? '' : String(place.activeIndex + 1) });
    }
    wasPlaying.current = player.isPlaying;
  }, [player.isPlaying, setParameters]);
}

/** The position that the address names, or the beginning of the turn that it names, in ms. */
function startIn(parameters: URLSearchParams, transcript: readonly TranscriptItem[]): number {
  const given = parameters.get('t');
  const seconds = Number(given ?? 0);
  if (given !== null && Number.isFinite(seconds)) return Math.max(0, seconds) * 1000;
  const item = transcript[turnIn(parameters) ?? -1];
  return item === undefined ? 0 : (item.parley?.startMs ?? item.timeInCallSecs * 1000);
}

function turnIn(parameters: URLSearchParams): number | undefined {
  const turn = Number(parameters.get('turn') ?? '');
  return Number.isInteger(turn) && turn >= 1 ? turn - 1 : undefined;
}
