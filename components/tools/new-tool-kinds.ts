/** Kinds of tools that can be made here. */
export const newToolKinds = ['webhook', 'client', 'system'] as const;
export type NewToolKind = (typeof newToolKinds)[number];

/** What the platform itself can do for an agent. */
export const systemToolKinds = ['end_call', 'skip_turn', 'language_detection', 'play_keypad_touch_tone', 'voicemail_detection'] as const;
