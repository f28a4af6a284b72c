'use client';

import { useCallback, useEffect, useMemo, useState } from 'react';
import { type AgentConfig, parseAgentConfig } from '@/server/contracts/agent-config';
import { applyChanges, changesBetween, type DocumentChange, listChanges } from './document-changes';

/** The saved state that a draft departs from. */
export interface DraftBase {
  readonly agentId: string;
  /** Another branch than the main one: it has a draft of its own. */
  readonly branchId?: string;
  readonly versionNumber: number;
  readonly name: string;
  readonly config: AgentConfig;
}

export interface DraftDocument {
  readonly name: string;
  readonly config: AgentConfig;
}

interface StoredDraft {
  readonly baseVersion: number;
  readonly changes: unknown;
}

export interface AgentDraft {
  readonly document: DraftDocument;
  readonly changes: readonly DocumentChange[];
  /** What to send: only the members that differ. */
  readonly configChanges: unknown;
  /** A version that was saved by someone else after this draft was begun; the draft lies on top of it now. */
  readonly rebasedOnto: number | undefined;
  /** Changes the draft in place; the function gets a copy it may write to. */
  edit(change: (config: AgentConfig) => void): void;
  /** Takes another document in the place of this one. */
  replace(config: AgentConfig): void;
  rename(name: string): void;
  discard(): void;
}

/**
 * An agent's unsaved changes. They are kept in this browser as differences from the version they were made on, so they survive a reload and can be
 * laid over a newer version without undoing what others saved.
 */
export function useAgentDraft(base: DraftBase): AgentDraft {
  const key = `parley.draft.${base.agentId}${base.branchId === undefined ? '' : `.${base.branchId}`}`;
  const saved = useMemo<DraftDocument>(() => ({ name: base.name, config: base.config }), [base.name, base.config]);
  const [changes, setChanges] = useState<unknown>(undefined);
  const [startedOn, setStartedOn] = useState(base.versionNumber);
  const [isRestored, setIsRestored] = useState(false);

  useEffect(() => {
    const stored = readDraft(key);
    if (stored !== undefined) {
      setChanges(stored.changes);
      setStartedOn(stored.baseVersion);
    }
    setIsRestored(true);
  }, [key]);

  const document = useMemo(() => withChanges(saved, changes), [saved, changes]);
  const effective = useMemo(() => changesBetween(saved, document), [saved, document]);
  const isDirty = effective !== undefined;

  useEffect(() => {
    if (!isRestored) return;
    writeDraft(key, isDirty ? { baseVersion: startedOn, changes: effective } : undefined);
    if (!isDirty) setStartedOn(base.versionNumber);
  }, [key, isRestored, isDirty, effective, startedOn, base.versionNumber]);

  const set = useCallback((next: DraftDocument) => setChanges(changesBetween(saved, next)), [saved]);
  const edit = useCallback(
    (change: (config: AgentConfig) => void) => {
      const config = structuredClone(document.config);
      change(config);
      set({ ...document, config });
    },
    [document, set],
  );
  const replace = useCallback((config: AgentConfig) => set({ ...document, config }), [document, set]);
  const rename = useCallback((name: string) => set({ ...document, name }), [document, set]);
  const discard = useCallback(() => setChanges(undefined), []);

  return {
    document,
    changes: useMemo(() => listChanges(saved, document), [saved, document]),
    configChanges: useMemo(() => changesBetween(saved.config, document.config), [saved, document]),
    rebasedOnto: isDirty && startedOn < base.versionNumber ? base.versionNumber : undefined,
    edit,
    replace,
    rename,
    discard,
  };
}

function withChanges(saved: DraftDocument, changes: unknown): DraftDocument {
  if (changes === undefined) return saved;
  const { name, config } = applyChanges(saved, changes) as DraftDocument;
  return { name, config };
}

function readDraft(key: string): StoredDraft | undefined {
  try {
    const stored = JSON.parse(localStorage.getItem(key) ?? 'null') as StoredDraft | null;
    if (stored === null || typeof stored.baseVersion !== 'number' || typeof stored.changes !== 'object') return undefined;
    const { config } = stored.changes as { config?: unknown };
    // What an older interface stored must still be a part of an agent document.
    parseAgentConfig(applyChanges(parseAgentConfig({}), config));
    return stored;
  } catch {
    // Forbidden storage or a draft that fits no longer: nothing to restore.
    return undefined;
  }
}

function writeDraft(key: string, draft: StoredDraft | undefined): void {
  try {
    if (draft === undefined) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(draft));
  } catch {
    // Without storage the draft lives as long as the page.
  }
}
