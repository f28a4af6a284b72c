'use client';

import { useEffect, useRef } from 'react';
import type { WorkKind } from '@/server/contracts/live-feed';
import { useWorkspace } from '../layout/workspace-context';

export interface LiveInterest {
  /** Conversations of the workspace that begin, end or are judged. */
  readonly conversations?: boolean;
  /** What is said in this one. */
  readonly conversationId?: string | undefined;
  /** Work that goes on behind the pages. */
  readonly work?: WorkKind;
  /** Changes that come together are one reason to ask again. */
  readonly gatherMs?: number;
}

/** Calls `refresh` when something of interest happened, and when watching begins: what was before that went unseen. */
export function useLiveFeed({ conversations = false, conversationId, work, gatherMs = 300 }: LiveInterest, refresh: () => void): void {
  const { slug } = useWorkspace();
  const latest = useRef(refresh);
  latest.current = refresh;
  const isInterested = conversations || conversationId !== undefined || work !== undefined;
  useEffect(() => {
    if (!isInterested) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const soon = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        latest.current();
      }, gatherMs);
    };
    let stop: (() => void) | undefined;
    let hasLeft = false;
    // The page is of use without it, so its script comes after the page's own.
    void import('./watch-live-feed').then(({ watchLiveFeed }) => {
      if (hasLeft) return;
      stop = watchLiveFeed({
        workspace: slug,
        conversationId,
        onChange: (change) => {
          if (conversations || change.conversationId === conversationId) soon();
        },
        onWork: (kind) => {
          if (kind === work) soon();
        },
        onWatching: soon,
      });
    });
    return () => {
      hasLeft = true;
      clearTimeout(timer);
      stop?.();
    };
  }, [slug, isInterested, conversations, conversationId, work, gatherMs]);
}
