'use client';

import { useQuery } from '@tanstack/react-query';
import { PlugZap, Wrench, X } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { type AgentConfig, newSystemTool } from '@/server/contracts/agent-config';
import { useWorkspace } from '../layout/workspace-context';
import { useTRPC } from '../trpc/client';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { Section } from '../ui/card';
import { Combobox } from '../ui/combobox';
import { Field } from '../ui/field';
import { SwitchRow } from '../ui/switch';
import type { SectionProps } from './section-props';

type Prompt = AgentConfig['conversationConfig']['agent']['prompt'];

/** Built-in tools that need nothing but to be switched on. Transfers need to know where to and are set up in the agent's document. */
const plainBuiltIns = [
  ['endCall', 'end_call'],
  ['skipTurn', 'skip_turn'],
  ['languageDetection', 'language_detection'],
  ['playKeypadTouchTone', 'play_keypad_touch_tone'],
  ['voicemailDetection', 'voicemail_detection'],
] as const satisfies readonly (readonly [keyof Prompt['builtInTools'], string])[];

export function ToolsSection({ draft, disabled }: SectionProps) {
  const t = useTranslations('editor');
  const { slug, href } = useWorkspace();
  const trpc = useTRPC();
  const { prompt } = draft.document.config.conversationConfig.agent;
  const tools = useQuery(trpc.tools.list.queryOptions({ workspace: slug, sortBy: 'name', pageSize: 100 }));
  const servers = useQuery(trpc.mcpServers.list.queryOptions({ workspace: slug }));
  const edit = (change: (prompt: Prompt) => void) => draft.edit((config) => change(config.conversationConfig.agent.prompt));
  return (
    <>
      <Section title={t('tabs.tools')} description={t('toolsHelp')}>
        <Attached
          ids={prompt.toolIds}
          nameOf={(id) => tools.data?.items.find((tool) => tool.id === id)?.name}
          detailOf={(id) => tools.data?.items.find((tool) => tool.id === id)?.type}
          hrefOf={(id) => href(`/tools/${id}`)}
          emptyText={t('noTools')}
          disabled={disabled}
          onRemove={(id) => edit((next) => void (next.toolIds = next.toolIds.filter((other) => other !== id)))}
        />
        {disabled ? null : (
          <Field label={t('giveTool')} className="max-w-lg" error={tools.error?.message}>
            {(control) => (
              <Combobox
                value=""
                placeholder={t('chooseTool')}
                searchPlaceholder={t('searchTools')}
                emptyText={t('noToolFound')}
                options={(tools.data?.items ?? [])
                  .filter(({ id }) => !prompt.toolIds.includes(id))
                  .map(({ id, name, config }) => ({ value: id, label: name, detail: config.description }))}
                onValueChange={(id) => edit((next) => void next.toolIds.push(id))}
                {...control}
              />
            )}
          </Field>
        )}
      </Section>
      <Section title={t('mcpServers')} description={t('mcpServersHelp')} className="border-t">
        <Attached
          ids={prompt.mcpServerIds}
          isServer
          nameOf={(id) => servers.data?.find((server) => server.id === id)?.name}
          hrefOf={(id) => href(`/tools/mcp/${id}`)}
          emptyText={t('noServers')}
          disabled={disabled}
          onRemove={(id) => edit((next) => void (next.mcpServerIds = next.mcpServerIds.filter((other) => other !== id)))}
        />
        {disabled ? null : (
          <Field label={t('giveServer')} className="max-w-lg" error={servers.error?.message}>
            {(control) => (
              <Combobox
                value=""
                placeholder={t('chooseServer')}
                searchPlaceholder={t('searchTools')}
                emptyText={t('noToolFound')}
                options={(servers.data ?? []).filter(({ id }) => !prompt.mcpServerIds.includes(id)).map(({ id, name }) => ({ value: id, label: name }))}
                onValueChange={(id) => edit((next) => void next.mcpServerIds.push(id))}
                {...control}
              />
            )}
          </Field>
        )}
      </Section>
      <Section title={t('builtIn')} description={t('builtInHelp')} className="border-t">
        {plainBuiltIns.map(([member, name]) => (
          <SwitchRow
            key={member}
            label={t(`builtIns.${member}`)}
            hint={t(`builtInHints.${member}`)}
            disabled={disabled}
            checked={(prompt.builtInTools[member] ?? null) !== null}
            onCheckedChange={(isOn) => edit((next) => void (next.builtInTools[member] = isOn ? newSystemTool(name) : null))}
          />
        ))}
      </Section>
    </>
  );
}

interface AttachedProps {
  readonly ids: readonly string[];
  readonly isServer?: boolean;
  readonly nameOf: (id: string) => string | undefined;
  readonly detailOf?: (id: string) => string | undefined;
  readonly hrefOf: (id: string) => string;
  readonly emptyText: string;
  readonly disabled: boolean;
  readonly onRemove: (id: string) => void;
}

function Attached({ ids, isServer = false, nameOf, detailOf, hrefOf, emptyText, disabled, onRemove }: AttachedProps) {
  const t = useTranslations('editor');
  const { href } = useWorkspace();
  const Icon = isServer ? PlugZap : Wrench;
  if (ids.length === 0) {
    return (
      <p className="rounded-md border border-dashed border-edge/50 px-4 py-5 text-center text-sm text-ink-soft">
        {emptyText}{' '}
        <Link href={href(isServer ? '/tools?tab=mcp' : '/tools')} className="text-accent underline underline-offset-3">
          {t('toTools')}
        </Link>
      </p>
    );
  }
  return (
    <ul className="grid rounded-lg border bg-surface [&>li+li]:border-t">
      {ids.map((id) => {
        const name = nameOf(id) ?? id;
        const detail = detailOf?.(id);
        return (
          <li key={id} className="flex items-center gap-3 px-3.5 py-2.5">
            <Icon className="size-4 shrink-0 text-ink-faint" aria-hidden />
            <Link href={hrefOf(id)} className="min-w-0 flex-1 truncate text-sm font-medium hover:text-accent">
              {name}
            </Link>
            {detail === undefined ? null : <Badge>{detail}</Badge>}
            <Button look="quiet" size="icon-sm" aria-label={t('takeAway', { name })} disabled={disabled} onClick={() => onRemove(id)}>
              <X aria-hidden />
            </Button>
          </li>
        );
      })}
    </ul>
  );
}
