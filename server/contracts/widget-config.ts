import type { AgentConfig } from './agent-config';
import { freeKeyedPaths } from './agent-config';
import { safeTermsHtml, termsToHtml } from './widget-terms';
import { toWire } from './wire-case';

type Wire = Record<string, unknown>;

/** What the widget is told of an agent: its settings with the defaults, and how the agent can be talked to. No prompt, no tools. */
export function widgetConfigOf({ conversationConfig, platformSettings }: AgentConfig): Wire {
  const overrides = platformSettings.overrides.conversationConfigOverride as { agent?: { language?: unknown }; conversation?: { textOnly?: unknown } };
  const settings = withoutEmpty(wireOf(platformSettings.widget));
  return {
    ...widgetDefaults,
    ...settings,
    avatar: avatarOf(settings['avatar']),
    ...termsOf(settings),
    language: conversationConfig.agent.language,
    supported_language_overrides: overrides.agent?.language === true && settings['language_selector'] !== false ? languagesOf(conversationConfig) : [],
    language_presets: presetsOf(settings['language_presets'], conversationConfig),
    text_only: conversationConfig.conversation.textOnly,
    // The widget may ask for text only if it is allowed to; saying otherwise would break its start.
    supports_text_only: conversationConfig.conversation.textOnly || overrides.conversation?.textOnly === true,
    first_message: conversationConfig.agent.firstMessage,
    use_rtc: false,
  };
}

const widgetDefaults: Wire = {
  variant: 'full',
  placement: 'bottom-right',
  expandable: 'never',
  feedback_mode: 'none',
  bg_color: '#ffffff',
  text_color: '#000000',
  btn_color: '#000000',
  btn_text_color: '#ffffff',
  border_color: '#e1e1e1',
  focus_color: '#000000',
  shareable_page_show_terms: true,
  show_avatar_when_collapsed: false,
  disable_banner: false,
  markdown_link_allowed_hosts: [],
  markdown_link_include_www: true,
  markdown_link_allow_http: true,
  mic_muting_enabled: true,
  transcript_enabled: true,
  text_input_enabled: true,
  conversation_mode_toggle_enabled: false,
  default_expanded: false,
  always_expanded: false,
  dismissible: false,
  show_agent_status: false,
  show_conversation_id: true,
  strip_audio_tags: true,
  text_contents: {},
  styles: {},
  show_resize_button: true,
  language_selector: false,
};

function wireOf(widget: AgentConfig['platformSettings']['widget']): Wire {
  const { platform_settings } = toWire({ platformSettings: { widget } }, freeKeyedPaths) as { platform_settings: { widget: Wire } };
  return platform_settings.widget;
}

/** Without what is null or empty: the widget takes those for values, they mean that nothing was set. */
function withoutEmpty(value: Wire): Wire {
  const kept = Object.entries(value).filter(([, member]) => member !== null && member !== undefined && member !== '');
  return Object.fromEntries(kept.map(([name, member]) => [name, isObject(member) ? withoutEmpty(member) : member]));
}

const orb = { color_1: '#2792dc', color_2: '#9ce6e6' } as const;

/** The widget reads an orb's colours from six digits alone, and shows nothing for a picture without an address. */
function avatarOf(avatar: unknown): Wire {
  const set = isObject(avatar) ? avatar : {};
  if (set['type'] === 'image' && set['url'] !== undefined) return set;
  if (set['type'] === 'url' && set['custom_url'] !== undefined) return set;
  return { ...set, type: 'orb', color_1: sixDigits(set['color_1']) ?? orb.color_1, color_2: sixDigits(set['color_2']) ?? orb.color_2 };
}

function sixDigits(colour: unknown): string | undefined {
  const hex = typeof colour === 'string' ? /^#(?:([0-9a-f])([0-9a-f])([0-9a-f])|[0-9a-f]{6})$/iu.exec(colour.trim()) : null;
  if (hex === null) return undefined;
  return hex[1] === undefined
    ? hex[0]
    : `#${hex
        .slice(1)
        .map((digit) => digit + digit)
        .join('')}`;
}

function termsOf(settings: Wire): Wire {
  const { terms_html: html, terms_text: text } = settings;
  if (typeof html === 'string') return { terms_html: safeTermsHtml(html) };
  return typeof text === 'string' ? { terms_html: termsToHtml(text) } : {};
}

/** The agent's own language is one to come back to. */
function languagesOf({ agent, languagePresets }: AgentConfig['conversationConfig']): string[] {
  const further = Object.keys(languagePresets).filter((code) => code !== agent.language);
  return further.length === 0 ? [] : [agent.language, ...further];
}

/** Words of each language, and what the agent says first in it. */
function presetsOf(words: unknown, { languagePresets }: AgentConfig['conversationConfig']): Wire {
  const presets: Record<string, Wire> = {};
  for (const [code, preset] of Object.entries(languagePresets)) {
    const { overrides } = preset as { overrides?: { agent?: { firstMessage?: unknown } | null } | null };
    const firstMessage = overrides?.agent?.firstMessage;
    if (typeof firstMessage === 'string' && firstMessage !== '') presets[code] = { first_message: firstMessage };
  }
  for (const [code, set] of Object.entries(isObject(words) ? words : {})) {
    if (isObject(set)) presets[code] = { ...presets[code], ...set, ...termsOf(set) };
  }
  return presets;
}

function isObject(value: unknown): value is Wire {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
