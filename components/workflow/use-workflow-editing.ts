'use client';

import { useCallback, useState } from 'react';
import type { AgentDraft } from '../agents/use-agent-draft';
import type { WorkflowDocument } from './workflow-model';

const mostSteps = 100;

export interface WorkflowSelection {
  readonly kind: 'node' | 'edge';
  readonly id: string;
}

export interface WorkflowEditing {
  readonly workflow: WorkflowDocument;
  readonly selection: WorkflowSelection | null;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  select(selection: WorkflowSelection | null): void;
  /** What is typed into one field is one step back, not one a letter: name the field. */
  change(next: WorkflowDocument, field?: string): void;
  undo(): void;
  redo(): void;
}

interface History {
  readonly past: readonly WorkflowDocument[];
  readonly future: readonly WorkflowDocument[];
  readonly field: string | undefined;
}

/** The workflow in an agent's draft, with a way back. */
export function useWorkflowEditing(draft: AgentDraft): WorkflowEditing {
  const { workflow } = draft.document.config;
  const [history, setHistory] = useState<History>({ past: [], future: [], field: undefined });
  const [selection, select] = useState<WorkflowSelection | null>(null);
  const put = useCallback((next: WorkflowDocument) => draft.edit((config) => void (config.workflow = next)), [draft]);
  return {
    workflow,
    selection,
    select,
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    change(next, field) {
      if (next === workflow) return;
      const goesOn = field !== undefined && field === history.field;
      setHistory({ past: goesOn ? history.past : [...history.past, workflow].slice(-mostSteps), future: [], field });
      put(next);
    },
    undo() {
      const before = history.past.at(-1);
      if (before === undefined) return;
      setHistory({ past: history.past.slice(0, -1), future: [workflow, ...history.future], field: undefined });
      put(before);
    },
    redo() {
      const [after, ...rest] = history.future;
      if (after === undefined) return;
      setHistory({ past: [...history.past, workflow], future: rest, field: undefined });
      put(after);
    },
  };
}
