'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { FlaskConical } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useWorkspace } from '../layout/workspace-context';
import { useTRPC } from '../trpc/client';
import { Button } from '../ui/button';

/** Keeps a turn of the participant as a test: what was said up to here, and the answer that came as an example of a good one. */
export function MakeTest({ conversationId, itemIndex }: { readonly conversationId: string; readonly itemIndex: number }) {
  const t = useTranslations('replay');
  const { slug, href } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const make = useMutation(trpc.tests.createFromConversation.mutationOptions());
  if (make.isSuccess) {
    return (
      <p role="status" className="text-xs text-good">
        {t('testMade')}{' '}
        <Link href={href(`/tests/${make.data}`)} className="underline underline-offset-2">
          {t('openTest')}
        </Link>
      </p>
    );
  }
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button
        size="sm"
        look="quiet"
        className="-ml-2.5"
        isBusy={make.isPending}
        onClick={() =>
          make.mutate(
            { workspace: slug, conversationId, itemIndex },
            { onSuccess: () => void queries.invalidateQueries({ queryKey: trpc.tests.list.pathKey() }) },
          )
        }
      >
        {make.isPending ? null : <FlaskConical aria-hidden />}
        {t('makeTest')}
      </Button>
      {make.isError ? (
        <span role="alert" className="text-xs text-danger">
          {make.error.message}
        </span>
      ) : null}
    </div>
  );
}
