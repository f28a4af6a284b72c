'use client';

import { useEffect, useRef } from 'react';
import { cn } from '../ui/cn';
import type { VoiceClient } from './voice-client';

const rings = 7;
/** How many frames a ripple takes from one ring to the next. */
const ringDelay = 5;

export type FigureState = 'idle' | 'connecting' | 'listening' | 'user-speaking' | 'thinking' | 'speaking' | 'held' | 'ended';

/**
 * Two sets of arcs that face each other, the participant's on the left and the agent's on the right. Loudness runs through them as ripples towards
 * the middle; the side whose turn it is stands out. It says nothing that the state's name beside it does not say.
 */
export function VoiceFigure({ client, state, className }: { readonly client: VoiceClient; readonly state: FigureState; readonly className?: string }) {
  const canvasRef = useRef<HTMLCanvasElement>(null);
  const stateRef = useRef(state);
  stateRef.current = state;

  useEffect(() => {
    const canvas = canvasRef.current;
    const context = canvas?.getContext('2d');
    if (!canvas || !context) return;
    const isStill = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    const history = { participant: new Array<number>(rings * ringDelay).fill(0), agent: new Array<number>(rings * ringDelay).fill(0) };
    const presence = { participant: 0.4, agent: 0.4 };
    let frame = 0;
    let tick = 0;

    const draw = () => {
      const { participant, agent } = client.levels();
      history.participant.unshift(Math.min(1, Math.sqrt(participant) * 1.7));
      history.participant.pop();
      history.agent.unshift(Math.min(1, Math.sqrt(agent) * 1.7));
      history.agent.pop();
      const now = stateRef.current;
      presence.participant += (wanted(now, 'participant') - presence.participant) * 0.12;
      presence.agent += (wanted(now, 'agent') - presence.agent) * 0.12;
      const ratio = window.devicePixelRatio;
      const { clientWidth: width, clientHeight: height } = canvas;
      if (canvas.width !== width * ratio || canvas.height !== height * ratio) {
        canvas.width = width * ratio;
        canvas.height = height * ratio;
      }
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.clearRect(0, 0, width, height);
      const style = getComputedStyle(canvas);
      const breath = isStill ? 0 : Math.sin(tick / 42) * 0.5 + 0.5;
      const colours = { participant: style.getPropertyValue('--participant'), agent: style.getPropertyValue('--agent') };
      for (const side of ['participant', 'agent'] as const) {
        drawSide(context, {
          side,
          width,
          height,
          colour: colours[side],
          presence: presence[side],
          levels: history[side],
          breath,
          isHeld: now === 'held' && side === 'agent',
        });
      }
      if (now === 'thinking' || now === 'connecting') drawThinking(context, { width, height, colour: colours.agent, tick: isStill ? 0 : tick });
      tick++;
      frame = requestAnimationFrame(draw);
    };
    frame = requestAnimationFrame(draw);
    return () => cancelAnimationFrame(frame);
  }, [client]);

  return <canvas ref={canvasRef} aria-hidden className={cn('block h-28 w-full', className)} />;
}

function wanted(state: FigureState, side: 'participant' | 'agent'): number {
  switch (state) {
    case 'listening':
    case 'user-speaking':
      return side === 'participant' ? 1 : 0.28;
    case 'speaking':
    case 'thinking':
      return side === 'agent' ? 1 : 0.28;
    case 'held':
      return side === 'agent' ? 0.6 : 0.9;
    default:
      return 0.32;
  }
}

interface Side {
  readonly side: 'participant' | 'agent';
  readonly width: number;
  readonly height: number;
  readonly colour: string;
  readonly presence: number;
  readonly levels: readonly number[];
  readonly breath: number;
  readonly isHeld: boolean;
}

function drawSide(context: CanvasRenderingContext2D, { side, width, height, colour, presence, levels, breath, isHeld }: Side): void {
  const direction = side === 'participant' ? 1 : -1;
  const middle = width / 2;
  const spread = Math.min(width * 0.5, height * 1.5);
  const source = middle - direction * (spread * 0.82);
  context.strokeStyle = colour;
  context.lineCap = 'round';
  for (let ring = 0; ring < rings; ring++) {
    const level = levels[ring * ringDelay] ?? 0;
    const radius = spread * (0.16 + ring * 0.082) + level * 5 + breath * presence * 1.5;
    // No wider than the canvas is high, or loud arcs would end in a straight cut.
    const widest = Math.asin(Math.min(1, (height / 2 - 4) / radius));
    const opening = Math.min(widest, 0.34 + level * 0.42 + presence * 0.1 - ring * 0.018);
    const facing = side === 'participant' ? 0 : Math.PI;
    context.globalAlpha = Math.min(1, presence * (1 - ring * 0.105) + level * 0.25);
    context.lineWidth = 1.6 + level * 3.2 * (1 - ring * 0.06);
    context.setLineDash(isHeld ? [2, 6] : []);
    context.beginPath();
    context.arc(source, height / 2, radius, facing - opening, facing + opening);
    context.stroke();
  }
  context.globalAlpha = presence;
  context.fillStyle = colour;
  context.beginPath();
  context.arc(source, height / 2, 4 + (levels[0] ?? 0) * 3, 0, Math.PI * 2);
  context.fill();
  context.globalAlpha = 1;
}

function drawThinking(
  context: CanvasRenderingContext2D,
  { width, height, colour, tick }: { width: number; height: number; colour: string; tick: number },
): void {
  context.fillStyle = colour;
  for (let dot = 0; dot < 3; dot++) {
    const phase = Math.sin(tick / 14 - dot * 0.9);
    context.globalAlpha = 0.35 + 0.5 * (phase * 0.5 + 0.5);
    context.beginPath();
    context.arc(width / 2 + (dot - 1) * 11, height / 2, 2.6, 0, Math.PI * 2);
    context.fill();
  }
  context.globalAlpha = 1;
}
