/** Kinds of tools that can be made here. */
export const newToolKinds = ['webhook', 'client', 'system'] as const;
export type NewToolKind = (typeof newToolKinds)[number];
