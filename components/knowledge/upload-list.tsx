'use client';

import { CircleAlert, CircleCheck, RotateCcw, X } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useWorkspace } from '../layout/workspace-context';
import { Button } from '../ui/button';
import { Card } from '../ui/card';
import { Progress } from '../ui/progress';
import type { Upload, UploadQueue } from './upload-queue';
import { useFileSize } from './use-file-size';

/** Files that are being added, with how far each is. */
export function UploadList({ queue, uploads }: { readonly queue: UploadQueue; readonly uploads: readonly Upload[] }) {
  const t = useTranslations('knowledge');
  const size = useFileSize();
  const { href } = useWorkspace();
  if (uploads.length === 0) return null;
  return (
    <Card className="grid gap-3 p-4">
      <div className="flex items-center justify-between gap-3">
        <h2 className="text-sm font-medium">{t('uploads')}</h2>
        {uploads.some(({ state }) => state === 'done') ? (
          <Button look="quiet" size="sm" onClick={() => queue.clearFinished()}>
            {t('clearFinished')}
          </Button>
        ) : null}
      </div>
      <ul aria-live="polite" className="grid gap-3">
        {uploads.map((upload) => (
          <li key={upload.id} className="grid grid-cols-[1fr_auto] items-center gap-x-3 gap-y-1 text-sm">
            <span className="flex min-w-0 items-baseline gap-2">
              {upload.documentId === undefined ? (
                <span className="truncate font-medium">{upload.name}</span>
              ) : (
                <Link href={href(`/knowledge/${upload.documentId}`)} className="truncate font-medium hover:text-accent">
                  {upload.name}
                </Link>
              )}
              <span className="shrink-0 text-xs text-ink-faint">{size(upload.sizeBytes)}</span>
            </span>
            <span className="flex items-center gap-1">
              {upload.state === 'done' ? <CircleCheck className="size-4 text-good" aria-hidden /> : null}
              {upload.state === 'failed' && upload.problem !== 'too_large' ? (
                <Button look="quiet" size="icon-sm" aria-label={t('retryUpload', { name: upload.name })} onClick={() => queue.retry(upload.id)}>
                  <RotateCcw aria-hidden />
                </Button>
              ) : null}
              <Button
                look="quiet"
                size="icon-sm"
                aria-label={
                  upload.state === 'done' || upload.state === 'failed' ? t('dismiss', { name: upload.name }) : t('cancelUpload', { name: upload.name })
                }
                onClick={() => queue.remove(upload.id)}
              >
                <X aria-hidden />
              </Button>
            </span>
            {upload.state === 'sending' || upload.state === 'waiting' ? <Progress value={upload.progress} label={upload.name} className="col-span-2" /> : null}
            <span className={upload.state === 'failed' ? 'col-span-2 flex items-start gap-1.5 text-xs text-danger' : 'col-span-2 text-xs text-ink-soft'}>
              {upload.state === 'failed' ? <CircleAlert className="mt-0.5 size-3.5 shrink-0" aria-hidden /> : null}
              <Explanation upload={upload} />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Explanation({ upload }: { readonly upload: Upload }) {
  const t = useTranslations('knowledge');
  if (upload.state !== 'failed') return t(`uploadState.${upload.state}`);
  if (upload.problem === 'too_large') return t('tooLarge');
  if (upload.problem === 'unreachable' || upload.problem === undefined) return t('unreachable');
  return upload.problem;
}
