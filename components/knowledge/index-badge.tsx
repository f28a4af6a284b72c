'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { IndexStatus } from '@/server/contracts/knowledge';
import { useWorkspace } from '../layout/workspace-context';
import { useTRPC } from '../trpc/client';
import { Badge, type BadgeTone } from '../ui/badge';

const tones: Readonly<Record<IndexStatus, BadgeTone>> = {
  created: 'neutral',
  processing: 'accent',
  succeeded: 'good',
  failed: 'danger',
  rag_limit_exceeded: 'warn',
  document_too_small: 'neutral',
  cannot_index_folder: 'neutral',
};

/** How far a document is prepared for searching. */
export function useDocumentIndex(documentId: string) {
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const indexes = useQuery(trpc.knowledge.indexes.queryOptions({ workspace: slug, documentId }));
  return indexes.data?.[0];
}

export function IndexBadge({ documentId }: { readonly documentId: string }) {
  const t = useTranslations('knowledge');
  const index = useDocumentIndex(documentId);
  if (index === undefined) return null;
  return (
    <Badge tone={tones[index.status]} {...(index.problem === '' ? {} : { title: index.problem })}>
      {index.status === 'processing' ? t('indexing', { percent: Math.round(index.progress) }) : t(`indexStatus.${index.status}`)}
    </Badge>
  );
}
