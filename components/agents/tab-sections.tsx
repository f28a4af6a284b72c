'use client';

import dynamic from 'next/dynamic';
import type { ComponentType } from 'react';
import { Skeleton } from '../ui/skeleton';

const loaders = {
  workflow: () => import('../workflow/workflow-section').then((module) => module.WorkflowSection),
  tools: () => import('./tools-section').then((module) => module.ToolsSection),
  knowledge: () => import('./sections').then((module) => module.KnowledgeSection),
  voice: () => import('./sections').then((module) => module.VoiceSection),
  model: () => import('./sections').then((module) => module.ModelSection),
  hearing: () => import('./sections').then((module) => module.HearingSection),
  turns: () => import('./turns-section').then((module) => module.TurnsSection),
  guardrails: () => import('./guardrails-section').then((module) => module.GuardrailsSection),
  analysis: () => import('./analysis-section').then((module) => module.AnalysisSection),
  tests: () => import('../tests/agent-tests').then((module) => module.AgentTests),
  channels: () => import('./channels-section').then((module) => module.ChannelsSection),
  privacy: () => import('./privacy-section').then((module) => module.PrivacySection),
  limits: () => import('./limits-section').then((module) => module.LimitsSection),
  branches: () => import('./branches-section').then((module) => module.BranchesSection),
  versions: () => import('./versions-section').then((module) => module.VersionsSection),
  json: () => import('./json-section').then((module) => module.JsonSection),
} as const;

type Name = keyof typeof loaders;
type PropsOf<N extends Name> = Awaited<ReturnType<(typeof loaders)[N]>> extends ComponentType<infer P> ? P : never;

const onDemand = <N extends Name>(name: N) =>
  dynamic(loaders[name] as unknown as () => Promise<ComponentType<PropsOf<N>>>, { loading: () => <Skeleton className="h-96" /> });

/** The tabs of the editor besides the first: each is loaded by who opens it. */
export const sections = {
  Workflow: onDemand('workflow'),
  Tools: onDemand('tools'),
  Knowledge: onDemand('knowledge'),
  Voice: onDemand('voice'),
  Model: onDemand('model'),
  Hearing: onDemand('hearing'),
  Turns: onDemand('turns'),
  Guardrails: onDemand('guardrails'),
  Tests: onDemand('tests'),
  Analysis: onDemand('analysis'),
  Channels: onDemand('channels'),
  Privacy: onDemand('privacy'),
  Limits: onDemand('limits'),
  Branches: onDemand('branches'),
  Versions: onDemand('versions'),
  Json: onDemand('json'),
} as const;

/** Has a tab be there by the time it is opened: called when it is pointed at. */
export function prepare(tab: string): void {
  if (tab in loaders) void loaders[tab as Name]().catch(() => undefined);
}
