'use client';

import { useTranslations } from 'next-intl';
import { cn } from '../ui/cn';
import type { DocumentChange } from './document-changes';
import { lineDiff } from './line-diff';

/** Two documents' differences, one under the other; long texts line by line. */
export function ChangeList({ changes }: { readonly changes: readonly DocumentChange[] }) {
  const t = useTranslations('editor');
  if (changes.length === 0) return <p className="text-sm text-ink-soft">{t('diffNone')}</p>;
  return (
    <ul className="grid gap-4">
      {changes.map((change) => (
        <li key={change.path.join('.')} className="grid gap-1.5">
          <p className="font-mono text-xs text-ink-soft">{readablePath(change.path)}</p>
          <Change change={change} />
        </li>
      ))}
    </ul>
  );
}

function Change({ change: { before, after } }: { readonly change: DocumentChange }) {
  const t = useTranslations('editor');
  if (typeof before === 'string' && typeof after === 'string' && (before.length > 60 || after.length > 60 || before.includes('\n') || after.includes('\n'))) {
    return <TextDiff before={before} after={after} />;
  }
  return (
    <p className="flex flex-wrap items-center gap-2 rounded-md border bg-surface px-3 py-2 text-sm">
      <del className="rounded-sm bg-danger-soft px-1 text-danger decoration-danger/60">
        <span className="sr-only">{t('before')}: </span>
        <Value value={before} />
      </del>
      <span aria-hidden>→</span>
      <ins className="rounded-sm bg-good-soft px-1 text-good no-underline">
        <span className="sr-only">{t('after')}: </span>
        <Value value={after} />
      </ins>
    </p>
  );
}

/** A value of a document as a reader understands it. */
export function Value({ value }: { readonly value: unknown }) {
  const t = useTranslations('editor');
  if (value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)) return t('empty');
  if (typeof value === 'boolean') return value ? t('on') : t('off');
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value.join(', ');
  return typeof value === 'object' ? <code className="font-mono text-xs">{JSON.stringify(value)}</code> : String(value);
}

function TextDiff({ before, after }: { readonly before: string; readonly after: string }) {
  const t = useTranslations('editor');
  return (
    <div className="max-h-96 overflow-auto rounded-md border bg-surface py-1 font-mono text-xs leading-5">
      {lineDiff(before, after).map((line, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: lines of a finished comparison never move
          key={index}
          className={cn(
            'flex gap-2 px-3 whitespace-pre-wrap',
            line.kind === 'added' && 'bg-good-soft text-good',
            line.kind === 'removed' && 'bg-danger-soft text-danger',
            line.kind === 'same' && 'text-ink-faint',
          )}
        >
          <span aria-hidden className="select-none">
            {line.kind === 'added' ? '+' : line.kind === 'removed' ? '−' : ' '}
          </span>
          {line.kind === 'same' ? null : <span className="sr-only">{line.kind === 'added' ? t('added') : t('removed')}: </span>}
          <span className="min-w-0 break-words">{line.text === '' ? ' ' : line.text}</span>
        </div>
      ))}
    </div>
  );
}

/** `conversationConfig.agent.firstMessage` is `agent › first message` to a reader. */
export function readablePath(path: readonly string[]): string {
  return path
    .filter((part) => part !== 'config' && part !== 'conversationConfig' && part !== 'platformSettings')
    .map((part) => part.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase())
    .join(' › ');
}
