'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { FormEvent } from 'react';
import { Failure } from '../layout/failure';
import { formOf, text } from '../layout/kept-fields';
import { Refused } from '../layout/refused';
import { RestoredLine } from '../layout/restored-line';
import { useKeptForm } from '../layout/use-kept-form';
import { asItLeaves, useLeaving } from '../layout/use-leaving';
import { useWorkspace } from '../layout/workspace-context';
import { type Answers, useTRPC } from '../trpc/client';
import { optimistic } from '../trpc/optimistic';
import { Button } from '../ui/button';
import { Card, Section } from '../ui/card';
import { Input } from '../ui/input';
import { Notice } from '../ui/notice';
import { Select } from '../ui/select';
import { Skeleton } from '../ui/skeleton';

type Group = Answers['groups']['list'][number];

/** Members under one name. */
export function Groups() {
  const t = useTranslations('members');
  const { slug, may } = useWorkspace();
  const trpc = useTRPC();
  const groups = useQuery(trpc.groups.list.queryOptions({ workspace: slug }));
  const leaving = useLeaving('group');
  const shown = groups.data?.filter(({ id }) => !leaving.has(id));
  return (
    <Section title={t('groupsTitle')} description={t('groupsHelp')} className="border-t pt-7">
      {may('members:write') ? <NewGroup /> : null}
      {groups.isError ? <Failure message={groups.error.message} onRetry={() => void groups.refetch()} /> : null}
      {groups.isPending ? <Skeleton className="h-20" /> : null}
      <Refused why={leaving.problem} />
      {shown?.length === 0 ? <p className="text-sm text-ink-soft">{t('noGroups')}</p> : null}
      {shown === undefined ? null : (
        <div className="grid gap-3 lg:grid-cols-2">
          {shown.map((group) => (
            <GroupCard key={group.id} group={group} />
          ))}
        </div>
      )}
    </Section>
  );
}

function GroupCard({ group }: { readonly group: Group }) {
  const t = useTranslations('members');
  const ui = useTranslations('ui');
  const { slug, may } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const members = useQuery(trpc.members.list.queryOptions({ workspace: slug }));
  const withMembers = (change: (those: Group['members'], email: string) => Group['members']) =>
    optimistic(queries, trpc.groups.list.pathKey(), (list: readonly Group[], { email }: { email: string }) =>
      list.map((each) => (each.id === group.id ? { ...each, members: change(each.members, email) } : each)),
    );
  const add = useMutation(
    trpc.groups.addMember.mutationOptions(
      withMembers((those, email) => [...those, ...(members.data ?? []).filter((member) => member.email === email).map(({ userId }) => ({ userId, email }))]),
    ),
  );
  const takeOut = useMutation(trpc.groups.removeMember.mutationOptions(withMembers((those, email) => those.filter((member) => member.email !== email))));
  const remove = useMutation(trpc.groups.delete.mutationOptions(asItLeaves));
  const leaving = useLeaving('group');
  const mayWrite = may('members:write');
  const others = (members.data ?? []).filter(({ userId }) => !group.members.some((member) => member.userId === userId));
  const nameOf = (email: string) => members.data?.find((member) => member.email === email)?.name ?? email;
  const problem = add.error?.message ?? takeOut.error?.message;
  return (
    <Card className="grid content-start gap-3 p-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3 className="font-medium break-words">{group.name}</h3>
        {mayWrite ? (
          <Button
            look="danger-quiet"
            size="sm"
            aria-label={t('deleteGroup', { name: group.name })}
            onClick={() =>
              leaving.begin({
                id: group.id,
                message: ui('deleted', { name: group.name }),
                async remove() {
                  await remove.mutateAsync({ workspace: slug, groupId: group.id });
                  await queries.invalidateQueries({ queryKey: trpc.groups.pathKey() });
                },
              })
            }
          >
            {ui('delete')}
          </Button>
        ) : null}
      </div>
      {group.members.length === 0 ? <p className="text-sm text-ink-faint">{t('nobodyIn')}</p> : null}
      <ul className="flex flex-wrap gap-1.5">
        {group.members.map(({ userId, email }) => (
          <li key={userId} className="inline-flex max-w-full items-center gap-1 rounded-md bg-sunken py-0.5 pr-1 pl-2 text-sm">
            <span className="truncate" title={email}>
              {nameOf(email)}
            </span>
            {mayWrite ? (
              <button
                type="button"
                className="rounded-sm p-0.5 text-ink-soft hover:text-ink"
                aria-label={t('takeOut', { name: nameOf(email), group: group.name })}
                disabled={takeOut.isPending}
                onClick={() => takeOut.mutate({ workspace: slug, groupId: group.id, email })}
              >
                <X className="size-3.5" aria-hidden />
              </button>
            ) : null}
          </li>
        ))}
      </ul>
      {problem === undefined ? null : <Notice tone="danger">{problem}</Notice>}
      {mayWrite && others.length > 0 ? (
        <Select
          className="max-w-64"
          aria-label={t('addTo', { group: group.name })}
          placeholder={t('addPick')}
          value=""
          disabled={add.isPending}
          onValueChange={(email) => (email === '' ? undefined : add.mutate({ workspace: slug, groupId: group.id, email }))}
          options={[{ value: '', label: t('addPick') }, ...others.map(({ email, name }) => ({ value: email, label: name ?? email }))]}
        />
      ) : null}
    </Card>
  );
}

const nothingWritten = { name: '' };
const readDraft = formOf<typeof nothingWritten>({ name: text });

function NewGroup() {
  const t = useTranslations('members');
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const form = useKeptForm({ name: 'group.new', saved: nothingWritten, read: readDraft });
  const { name } = form.value;
  const create = useMutation(
    trpc.groups.create.mutationOptions({
      onSuccess: async () => {
        form.discard();
        await queries.invalidateQueries({ queryKey: trpc.groups.pathKey() });
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate({ workspace: slug, name: name.trim() });
  };
  return (
    <form onSubmit={submit} className="grid max-w-md gap-2">
      <RestoredLine form={form} />
      <div className="flex gap-2">
        <Input
          aria-label={t('groupName')}
          placeholder={t('groupName')}
          value={name}
          maxLength={100}
          onChange={(event) => form.set({ name: event.target.value })}
        />
        <Button type="submit" isBusy={create.isPending} disabled={name.trim() === ''}>
          {t('newGroup')}
        </Button>
      </div>
      {create.isError ? <Notice tone="danger">{create.error.message}</Notice> : null}
    </form>
  );
}
