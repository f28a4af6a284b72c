'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { rolePermissions } from '@/server/contracts/roles';
import { Failure } from '../layout/failure';
import { useWorkspace } from '../layout/workspace-context';
import { useTRPC } from '../trpc/client';

export interface ReviewersFieldProps {
  /** Who proposes, and so is not asked; null: whoever looks at this. */
  readonly authorId: string | null;
  readonly chosen: readonly string[];
  readonly onChange: (ids: readonly string[]) => void;
}

/** Colleagues whose role lets them say yes or no, and those who are asked already. */
export function ReviewersField({ authorId, chosen, onChange }: ReviewersFieldProps) {
  const t = useTranslations('proposals');
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const members = useQuery(trpc.members.list.queryOptions({ workspace: slug }));
  if (members.isError) return <Failure message={members.error.message} onRetry={() => void members.refetch()} />;
  const able =
    members.data?.filter(({ userId, role, isMe, isLocked }) => {
      if (authorId === null ? isMe : userId === authorId) return false;
      return chosen.includes(userId) || (!isLocked && rolePermissions[role].includes('agents:write'));
    }) ?? [];
  if (able.length === 0) return members.isPending ? null : <p className="text-sm text-ink-soft">{t('noReviewers')}</p>;
  return (
    <fieldset className="grid grid-cols-1 gap-1.5">
      <legend className="mb-1.5 text-sm font-medium">{t('reviewers')}</legend>
      <ul className="grid max-h-40 grid-cols-1 gap-0.5 overflow-y-auto rounded-md border p-1.5">
        {able.map(({ userId, name, email }) => (
          <li key={userId}>
            <label className="flex items-center gap-2.5 rounded-sm px-2 py-1 text-sm hover:bg-sunken">
              <input
                type="checkbox"
                className="size-4 shrink-0 accent-accent"
                checked={chosen.includes(userId)}
                onChange={(event) => onChange(event.target.checked ? [...chosen, userId] : chosen.filter((id) => id !== userId))}
              />
              <span className="min-w-0 truncate">{name ?? email}</span>
              {name === null ? null : <span className="ml-auto min-w-0 truncate text-xs text-ink-faint">{email}</span>}
            </label>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
