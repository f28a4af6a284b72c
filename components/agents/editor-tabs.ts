/** The tabs of the editor, as they stand; the first is open where the address names none. */
export const editorTabs = [
  'behaviour',
  'workflow',
  'tools',
  'knowledge',
  'voice',
  'model',
  'hearing',
  'turns',
  'guardrails',
  'tests',
  'analysis',
  'channels',
  'privacy',
  'limits',
  'branches',
  'versions',
  'json',
] as const;
export type EditorTab = (typeof editorTabs)[number];
