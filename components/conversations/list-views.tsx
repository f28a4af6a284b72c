'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Bookmark, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Refused } from '../layout/refused';
import { asItLeaves, useLeaving } from '../layout/use-leaving';
import { useKeptText } from '../layout/use-kept-form';
import { useWorkspace } from '../layout/workspace-context';
import { useTRPC } from '../trpc/client';
import { Button } from '../ui/button';
import { cn } from '../ui/cn';
import { Input } from '../ui/input';
import { Popover, PopoverContent, PopoverTrigger } from '../ui/popover';
import { filterNames } from './conversation-filter';

const kept = [...filterNames, 'columns'] as const;

interface ListViewsProps {
  readonly parameters: URLSearchParams;
  readonly onChange: (changes: Readonly<Record<string, string>>) => void;
}

/** A member's own views of the list: filters and columns under a name. */
export function ListViews({ parameters, onChange }: ListViewsProps) {
  const t = useTranslations('conversations');
  const ui = useTranslations('ui');
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [isOpen, setIsOpen] = useState(false);
  const views = useQuery({ ...trpc.conversations.views.queryOptions({ workspace: slug }), enabled: isOpen });
  const reload = () => queries.invalidateQueries({ queryKey: trpc.conversations.views.queryKey({ workspace: slug }) });
  const remove = useMutation(trpc.conversations.deleteView.mutationOptions(asItLeaves));
  const leaving = useLeaving('view');
  const shown = views.data?.filter(({ id }) => !leaving.has(id)) ?? [];
  const current = queryOf(parameters);
  const apply = (query: string) => {
    const saved = new URLSearchParams(query);
    onChange(Object.fromEntries(kept.map((name) => [name, saved.get(name) ?? ''])));
    setIsOpen(false);
  };
  return (
    <Popover open={isOpen} onOpenChange={setIsOpen}>
      <PopoverTrigger asChild>
        <Button>
          <Bookmark aria-hidden />
          {t('views')}
        </Button>
      </PopoverTrigger>
      <PopoverContent align="end" className="grid w-72 gap-2" aria-label={t('views')}>
        {views.isSuccess && shown.length === 0 ? <p className="px-1.5 text-sm text-ink-soft text-pretty">{t('viewsNone')}</p> : null}
        {views.isError ? <p className="px-1.5 text-sm text-danger">{views.error.message}</p> : null}
        <Refused why={leaving.problem} />
        <ul className="grid max-h-72 gap-0.5 overflow-y-auto">
          {shown.map((view) => (
            <li key={view.id} className="flex items-center gap-1">
              <button
                type="button"
                aria-pressed={view.query === current}
                onClick={() => apply(view.query)}
                className={cn(
                  'min-w-0 flex-1 truncate rounded-sm px-1.5 py-1.5 text-left text-sm hover:bg-sunken',
                  view.query === current && 'font-medium text-accent',
                )}
              >
                {view.name}
              </button>
              <Button
                look="quiet"
                size="icon-sm"
                aria-label={t('viewDelete', { name: view.name })}
                title={t('viewDelete', { name: view.name })}
                onClick={() =>
                  leaving.begin({
                    id: view.id,
                    message: ui('deleted', { name: view.name }),
                    async remove() {
                      await remove.mutateAsync({ workspace: slug, viewId: view.id });
                      await reload();
                    },
                  })
                }
              >
                <X aria-hidden />
              </Button>
            </li>
          ))}
        </ul>
        <SaveView query={current} onSaved={reload} />
      </PopoverContent>
    </Popover>
  );
}

function SaveView({ query, onSaved }: { readonly query: string; readonly onSaved: () => Promise<void> }) {
  const t = useTranslations('conversations');
  const ui = useTranslations('ui');
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const save = useMutation(trpc.conversations.saveView.mutationOptions({ onSuccess: onSaved }));
  const form = useKeptText('view.new', '');
  const name = form.value.text;
  return (
    <form
      className="grid gap-1.5 border-t pt-2.5"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ workspace: slug, name: name.trim(), query }, { onSuccess: form.discard });
      }}
    >
      <div className="flex gap-2">
        <Input
          aria-label={t('viewName')}
          placeholder={t('viewName')}
          value={name}
          maxLength={80}
          onChange={(event) => form.set({ text: event.target.value })}
        />
        <Button type="submit" look="primary" disabled={name.trim() === ''} isBusy={save.isPending}>
          {ui('save')}
        </Button>
      </div>
      {save.isError ? (
        <p role="alert" className="text-xs text-danger">
          {save.error.message}
        </p>
      ) : (
        <p className="text-xs text-ink-faint">{t('viewHelp')}</p>
      )}
    </form>
  );
}

/** What of the address a view keeps, always in the same order. */
function queryOf(parameters: URLSearchParams): string {
  const named = kept.flatMap((name): [string, string][] => {
    const value = parameters.get(name) ?? '';
    return value === '' ? [] : [[name, value]];
  });
  return new URLSearchParams(named).toString();
}
