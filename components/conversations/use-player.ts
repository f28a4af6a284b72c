'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { readWav, type WavSound } from './read-wav';

const loadDeadlineMs = 120_000;

export interface Player {
  readonly state: 'absent' | 'loading' | 'ready' | 'failed';
  readonly sound: WavSound | undefined;
  readonly isPlaying: boolean;
  /** Moves while playing; in ms. */
  readonly atMs: number;
  readonly rate: number;
  readonly toggle: () => void;
  readonly seek: (ms: number) => void;
  readonly setRate: (rate: number) => void;
  readonly retry: () => void;
}

/** Plays a recording from one download, which the waveform is drawn from too. Without a recording it is only a position. */
export function usePlayer(url: string | null, startMs: number): Player {
  const [state, setState] = useState<Player['state']>(url === null ? 'absent' : 'loading');
  const [sound, setSound] = useState<WavSound>();
  const [isPlaying, setIsPlaying] = useState(false);
  const [atMs, setAtMs] = useState(startMs);
  const [rate, setRateState] = useState(1);
  const [attempt, setAttempt] = useState(0);
  const audioRef = useRef<HTMLAudioElement | null>(null);
  const startRef = useRef(startMs);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt loads the same address again
  useEffect(() => {
    if (url === null) {
      setState('absent');
      return;
    }
    const stop = new AbortController();
    const audio = new Audio();
    let objectUrl = '';
    audioRef.current = audio;
    audio.addEventListener('play', () => setIsPlaying(true));
    audio.addEventListener('pause', () => setIsPlaying(false));
    audio.addEventListener('ended', () => setIsPlaying(false));
    setState('loading');
    const load = async () => {
      const response = await fetch(url, { signal: AbortSignal.any([stop.signal, AbortSignal.timeout(loadDeadlineMs)]) });
      if (!response.ok) throw new Error(`the recording answered ${response.status}`);
      const file = await response.arrayBuffer();
      setSound(readWav(file));
      objectUrl = URL.createObjectURL(new Blob([file], { type: 'audio/wav' }));
      audio.src = objectUrl;
      audio.currentTime = startRef.current / 1000;
      setState('ready');
    };
    load().catch(() => {
      if (!stop.signal.aborted) setState('failed');
    });
    return () => {
      stop.abort();
      audio.pause();
      audio.removeAttribute('src');
      audioRef.current = null;
      if (objectUrl !== '') URL.revokeObjectURL(objectUrl);
    };
  }, [url, attempt]);

  useEffect(() => {
    if (!isPlaying) return;
    let frame = 0;
    const follow = () => {
      if (audioRef.current) setAtMs(audioRef.current.currentTime * 1000);
      frame = requestAnimationFrame(follow);
    };
    frame = requestAnimationFrame(follow);
    return () => cancelAnimationFrame(frame);
  }, [isPlaying]);

  const seek = useCallback((ms: number) => {
    const audio = audioRef.current;
    const target = Math.max(0, audio === null || Number.isNaN(audio.duration) ? ms : Math.min(ms, audio.duration * 1000));
    startRef.current = target;
    if (audio !== null && audio.src !== '') audio.currentTime = target / 1000;
    setAtMs(target);
  }, []);
  const toggle = useCallback(() => {
    const audio = audioRef.current;
    if (audio === null || audio.src === '') return;
    if (!audio.paused) audio.pause();
    // A browser that refuses to play leaves the button as it was.
    else audio.play().catch(() => setIsPlaying(false));
  }, []);
  const setRate = useCallback((next: number) => {
    if (audioRef.current) audioRef.current.playbackRate = next;
    setRateState(next);
  }, []);
  const retry = useCallback(() => setAttempt((count) => count + 1), []);
  return { state, sound, isPlaying, atMs, rate, toggle, seek, setRate, retry };
}
