'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { Section } from '../ui/card';
import { CodeBlock } from '../ui/code-block';
import { SwitchRow } from '../ui/switch';
import { ChoiceField } from './choice-field';
import { LinesField } from './lines-field';
import { allow, isAllowed } from './override-permissions';
import type { SectionProps } from './section-props';
import { WidgetSection } from './widget-section';

/** What callers may set for themselves: where it stands in `overrides.conversationConfigOverride`. */
const overridable = [
  { name: 'prompt', path: ['agent', 'prompt', 'prompt'] },
  { name: 'firstMessage', path: ['agent', 'firstMessage'] },
  { name: 'language', path: ['agent', 'language'] },
  { name: 'voice', path: ['tts', 'voiceId'] },
  { name: 'textOnly', path: ['conversation', 'textOnly'] },
] as const;

/** Where the agent can be reached, by whom, and what they may change. */
export function ChannelsSection({ draft, disabled, agentId }: SectionProps & { readonly agentId: string }) {
  const t = useTranslations('editor');
  const { auth, overrides } = draft.document.config.platformSettings;
  const [origin, setOrigin] = useState('');
  useEffect(() => setOrigin(window.location.origin), []);
  const access = auth.enableAuth ? 'private' : 'public';
  const widget = `<script src="${origin}/widget.js" async></script>\n<elevenlabs-convai agent-id="${agentId}"></elevenlabs-convai>`;
  const client = auth.enableAuth
    ? `// on your server, with an API key\nconst { signed_url } = await (await fetch('${origin}/v1/convai/conversation/get-signed-url?agent_id=${agentId}', {\n  headers: { 'xi-api-key': process.env.PARLEY_API_KEY },\n})).json();\n\n// in the browser\nimport { Conversation } from '@elevenlabs/client';\nawait Conversation.startSession({ signedUrl: signed_url });`
    : `import { Conversation } from '@elevenlabs/client';\n\nawait Conversation.startSession({\n  agentId: '${agentId}',\n  connectionType: 'websocket',\n  origin: '${origin.replace(/^http/, 'ws')}',\n});`;
  return (
    <>
      <Section title={t('channels.who')} description={t('accessHelp')}>
        <ChoiceField
          label={t('access')}
          hint={t(`accessHints.${access}`)}
          value={access}
          options={(['public', 'private'] as const).map((value) => ({ value, label: t(`accessOptions.${value}`) }))}
          disabled={disabled}
          onChange={(value) => draft.edit((next) => void (next.platformSettings.auth.enableAuth = value === 'private'))}
        />
        <LinesField
          label={t('allowlist')}
          hint={t('allowlistHint')}
          rows={3}
          value={auth.allowlist.map((entry) => entry.hostname)}
          disabled={disabled}
          onChange={(lines) => draft.edit((next) => void (next.platformSettings.auth.allowlist = lines.slice(0, 10).map((hostname) => ({ hostname }))))}
        />
        <SwitchRow
          label={t('channels.requireOrigin')}
          hint={t('channels.requireOriginHint')}
          disabled={disabled}
          checked={auth.requireOriginHeader}
          onCheckedChange={(isOn) => draft.edit((next) => void (next.platformSettings.auth.requireOriginHeader = isOn))}
        />
      </Section>
      <Section title={t('channels.where')} description={t('channels.whereHelp')} className="border-t">
        {auth.enableAuth ? null : <Snippet title={t('publicLink')} help={t('channels.linkHelp')} code={`${origin}/talk/${agentId}`} />}
        <Snippet title={t('channels.widget')} help={auth.enableAuth ? t('channels.widgetPrivate') : t('channels.widgetHelp')} code={widget} />
        <Snippet title={t('channels.client')} help={t('channels.clientHelp')} code={client} />
        <Snippet title={t('agentId')} help={t('channels.idHelp')} code={agentId} />
      </Section>
      <WidgetSection draft={draft} disabled={disabled} agentId={agentId} />
      <Section title={t('channels.overrides')} description={t('channels.overridesHelp')} className="border-t">
        {overridable.map(({ name, path }) => (
          <SwitchRow
            key={name}
            label={t(`channels.may.${name}`)}
            disabled={disabled}
            checked={isAllowed(overrides.conversationConfigOverride, path)}
            onCheckedChange={(isOn) => draft.edit((next) => allow(next.platformSettings.overrides.conversationConfigOverride, path, isOn))}
          />
        ))}
        <SwitchRow
          label={t('channels.may.extraBody')}
          disabled={disabled}
          checked={overrides.customLlmExtraBody}
          onCheckedChange={(isOn) => draft.edit((next) => void (next.platformSettings.overrides.customLlmExtraBody = isOn))}
        />
        <SwitchRow
          label={t('channels.may.startingNode')}
          disabled={disabled}
          checked={overrides.enableStartingWorkflowNodeIdFromClient}
          onCheckedChange={(isOn) => draft.edit((next) => void (next.platformSettings.overrides.enableStartingWorkflowNodeIdFromClient = isOn))}
        />
      </Section>
    </>
  );
}

function Snippet({ title, help, code }: { readonly title: string; readonly help: string; readonly code: string }) {
  return (
    <div className="grid gap-1.5">
      <p className="text-sm font-medium">{title}</p>
      <p className="text-xs text-ink-faint text-pretty">{help}</p>
      <CodeBlock code={code} />
    </div>
  );
}
