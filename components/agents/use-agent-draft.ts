'use client';

import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { AgentConfig } from '@/server/contracts/agent-config';
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

export interface StoredDraft {
  readonly baseVersion: number;
  readonly changes: unknown;
}

/** Where drafts are kept besides this browser. */
export interface DraftKeeper {
  /** Once it is known: what is kept there, if anything. */
  readonly kept: StoredDraft | null | undefined;
  keep(draft: DraftDocument & { readonly baseVersion: number }): void;
  forget(): void;
}

export interface AgentDraft {
  readonly document: DraftDocument;
  readonly changes: readonly DocumentChange[];
  /** What to send: only the members that differ. */
  readonly configChanges: unknown;
  /** The version this draft was begun on, when someone else has saved since; the draft lies on top of theirs now. */
  readonly begunOn: number | undefined;
  /** What they saved has been looked at: the draft is one on top of it from now on. */
  accept(): void;
  /** Changes the draft in place; the function gets a copy it may write to. */
  edit(change: (config: AgentConfig) => void): void;
  /** Takes another document in the place of this one. */
  replace(config: AgentConfig): void;
  rename(name: string): void;
  /** Takes back the changes of these values alone. */
  takeBack(paths: readonly (readonly string[])[]): void;
  discard(): void;
}

/** Changes that come soon after one another are kept as one. */
const keepAfterMs = 1_200;

/**
 * An agent's unsaved changes. They are kept in this browser at once and by the keeper soon, as differences from the version they were made on, so they
 * survive a reload, are there in another browser, and can be laid over a newer version without undoing what others saved.
 */
export function useAgentDraft(base: DraftBase, keeper: DraftKeeper): AgentDraft {
  const key = `parley.draft.${base.agentId}${base.branchId === undefined ? '' : `.${base.branchId}`}`;
  const saved = useMemo<DraftDocument>(() => ({ name: base.name, config: base.config }), [base.name, base.config]);
  const [changes, setChanges] = useState<unknown>(undefined);
  const [startedOn, setStartedOn] = useState(base.versionNumber);
  const [isRestored, setIsRestored] = useState(false);
  const isKept = useRef(false);
  const { kept, keep, forget } = keeper;

  useEffect(() => {
    // Until it is known what is kept, nothing is written that could take its place.
    if (isRestored || kept === undefined) return;
    let hasLeft = false;
    void readDraft(key).then((own) => {
      if (hasLeft) return;
      isKept.current = kept !== null;
      const stored = own ?? kept;
      if (stored !== null) {
        setChanges(stored.changes);
        setStartedOn(stored.baseVersion);
      }
      setIsRestored(true);
    });
    return () => {
      hasLeft = true;
    };
  }, [key, kept, isRestored]);

  const document = useMemo(() => withChanges(saved, changes), [saved, changes]);
  const effective = useMemo(() => changesBetween(saved, document), [saved, document]);
  const isDirty = effective !== undefined;

  useEffect(() => {
    if (!isRestored) return;
    writeDraft(key, isDirty ? { baseVersion: startedOn, changes: effective } : undefined);
    if (!isDirty) setStartedOn(base.versionNumber);
  }, [key, isRestored, isDirty, effective, startedOn, base.versionNumber]);

  useEffect(() => {
    if (!isRestored) return;
    if (!isDirty) {
      if (isKept.current) forget();
      isKept.current = false;
      return;
    }
    isKept.current = true;
    const timer = setTimeout(() => keep({ ...document, baseVersion: startedOn }), keepAfterMs);
    return () => clearTimeout(timer);
  }, [isRestored, isDirty, document, startedOn, keep, forget]);

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
  const takeBack = useCallback(
    (paths: readonly (readonly string[])[]) => set(paths.reduce<DraftDocument>((next, path) => withValueOf(next, saved, path) as DraftDocument, document)),
    [document, saved, set],
  );
  const discard = useCallback(() => setChanges(undefined), []);

  return {
    document,
    changes: useMemo(() => listChanges(saved, document), [saved, document]),
    configChanges: useMemo(() => changesBetween(saved.config, document.config), [saved, document]),
    begunOn: isDirty && startedOn < base.versionNumber ? startedOn : undefined,
    accept: useCallback(() => setStartedOn(base.versionNumber), [base.versionNumber]),
    edit,
    replace,
    rename,
    takeBack,
    discard,
  };
}

/** The document with one value as it is in the other. */
function withValueOf(document: unknown, other: unknown, [part, ...rest]: readonly string[]): unknown {
  if (part === undefined) return other;
  const [mine, theirs] = [document, other].map((each) => (typeof each === 'object' && each !== null ? (each as Record<string, unknown>) : {}));
  return { ...mine, [part]: withValueOf(mine?.[part], theirs?.[part], rest) };
}

function withChanges(saved: DraftDocument, changes: unknown): DraftDocument {
  if (changes === undefined) return saved;
  const { name, config } = applyChanges(saved, changes) as DraftDocument;
  return { name, config };
}

async function readDraft(key: string): Promise<StoredDraft | undefined> {
  try {
    const stored = JSON.parse(localStorage.getItem(key) ?? 'null') as StoredDraft | null;
    if (stored === null || typeof stored.baseVersion !== 'number' || typeof stored.changes !== 'object') return undefined;
    const { config } = stored.changes as { config?: unknown };
    // What an older interface stored must still be a part of an agent document. The schema is large, and most pages have no draft.
    const { parseAgentConfig } = await import('@/server/contracts/agent-config');
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
