'use client';

import { useEffect, useRef, useState } from 'react';
import type { EditorsNow } from '@/server/contracts/live-feed';
import { useWorkspace } from '../layout/workspace-context';
import type { EditorsLink } from './watch-editors';

export interface CoEditors {
  /** Everybody else who has this branch open. */
  readonly others: EditorsNow['people'];
  /** To be called when this page has saved. */
  readonly tellSaved: () => void;
}

/** Who else edits this branch, live; `onSaved`: one of them has saved it. */
export function useCoEditors({
  agentId,
  branchId,
  hasChanges,
  isEditing,
  onSaved,
}: {
  readonly agentId: string;
  readonly branchId: string;
  readonly hasChanges: boolean;
  readonly isEditing: boolean;
  readonly onSaved: () => void;
}): CoEditors {
  const { slug } = useWorkspace();
  const [people, setPeople] = useState<EditorsNow['people']>([]);
  const link = useRef<EditorsLink>(undefined);
  const now = useRef({ hasChanges, onSaved });
  now.current = { hasChanges, onSaved };

  useEffect(() => {
    if (!isEditing) return;
    let hasLeft = false;
    // The page is of use without it, so its script comes after the page's own.
    void import('./watch-editors').then(({ watchEditors }) => {
      if (hasLeft) return;
      const { hasChanges: first } = now.current;
      link.current = watchEditors({ workspace: slug, agentId, branchId, hasChanges: first, onEditors: setPeople, onSaved: () => now.current.onSaved() });
    });
    return () => {
      hasLeft = true;
      link.current?.leave();
      link.current = undefined;
      setPeople([]);
    };
  }, [slug, agentId, branchId, isEditing]);
  useEffect(() => link.current?.tell(hasChanges), [hasChanges]);

  return { others: people, tellSaved: () => link.current?.saved() };
}
