'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Check, Minus, UserPlus } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { permissions, type Role, rolePermissions, roles } from '@/server/contracts/roles';
import { Failure } from '../layout/failure';
import { formOf, oneOf, text } from '../layout/kept-fields';
import { Page } from '../layout/page';
import { Refused } from '../layout/refused';
import { RestoredLine } from '../layout/restored-line';
import { useKeptForm } from '../layout/use-kept-form';
import { asItLeaves, useLeaving } from '../layout/use-leaving';
import { useWorkspace } from '../layout/workspace-context';
import { type Answers, useTRPC } from '../trpc/client';
import { optimistic } from '../trpc/optimistic';
import { Groups } from './groups';
import { Avatar } from '../ui/avatar';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { Section } from '../ui/card';
import { CodeBlock } from '../ui/code-block';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { Dialog, DialogContent, DialogTrigger } from '../ui/dialog';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { Notice } from '../ui/notice';
import { Select } from '../ui/select';
import { Skeleton } from '../ui/skeleton';
import { Table, TableBody, TableHead, TableRow, Td, Th } from '../ui/table';

type Member = Answers['members']['list'][number];

export function MembersPage() {
  const t = useTranslations('members');
  const { slug, may } = useWorkspace();
  const trpc = useTRPC();
  const members = useQuery(trpc.members.list.queryOptions({ workspace: slug }));
  return (
    <Page title={t('title')} lead={t('lead')} actions={may('members:write') ? <InviteDialog /> : null}>
      {members.isError ? <Failure message={members.error.message} onRetry={() => void members.refetch()} /> : null}
      {members.isPending ? <Skeleton className="h-40" /> : null}
      {members.data === undefined ? null : <MembersTable members={members.data} />}
      <Invitations />
      <Groups />
      <Section title={t('rolesTitle')} className="border-t pt-7">
        <RolesTable />
      </Section>
    </Page>
  );
}

function MembersTable({ members }: { readonly members: readonly Member[] }) {
  const t = useTranslations('members');
  const roleText = useTranslations('role');
  const format = useFormatter();
  const { slug, may, role: myRole, name: workspaceName } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: trpc.members.pathKey() });
  const changeRole = useMutation(
    trpc.members.changeRole.mutationOptions(
      optimistic(queries, trpc.members.list.pathKey(), (list: readonly Member[], { memberId, role }: { memberId: string; role: Role }) =>
        list.map((member) => (member.id === memberId ? { ...member, role } : member)),
      ),
    ),
  );
  const remove = useMutation(
    trpc.members.remove.mutationOptions({
      ...optimistic(queries, trpc.members.list.pathKey(), (list: readonly Member[], { memberId }: { memberId: string }) =>
        list.filter(({ id }) => id !== memberId),
      ),
      onSettled: refresh,
    }),
  );
  return (
    <div className="grid gap-3">
      <Refused why={changeRole.error?.message ?? remove.error?.message} />
      <Table aria-label={t('title')}>
        <TableHead>
          <tr>
            <Th>{t('name')}</Th>
            <Th>{t('role')}</Th>
            <Th className="hidden md:table-cell">{t('joined')}</Th>
            <Th>
              <span className="sr-only">{t('actions')}</span>
            </Th>
          </tr>
        </TableHead>
        <TableBody>
          {members.map((member) => {
            const name = member.name ?? member.email;
            // Only owners touch owners; the server has the last word.
            const mayChange = may('members:write') && (myRole === 'owner' || member.role !== 'owner');
            return (
              <TableRow key={member.id}>
                <Td className="sm:min-w-60">
                  <span className="flex items-center gap-3">
                    <Avatar name={name} className="max-sm:hidden" />
                    <span className="grid min-w-0">
                      <span className="font-medium">
                        {name} {member.isMe ? <Badge tone="accent">{t('you')}</Badge> : null}
                      </span>
                      {member.name === null ? null : <span className="text-xs break-all text-ink-faint">{member.email}</span>}
                    </span>
                  </span>
                </Td>
                <Td>
                  {mayChange ? (
                    <Select
                      className="w-26 sm:w-40"
                      aria-label={t('changeRole', { name })}
                      value={member.role}
                      disabled={changeRole.isPending}
                      options={roles.filter((role) => role !== 'owner' || myRole === 'owner').map((role) => ({ value: role, label: roleText(role) }))}
                      onValueChange={(role) => changeRole.mutate({ workspace: slug, memberId: member.id, role: role as Role })}
                    />
                  ) : (
                    roleText(member.role)
                  )}
                </Td>
                <Td className="hidden whitespace-nowrap text-ink-soft md:table-cell">{format.dateTime(member.joinedAt, { dateStyle: 'medium' })}</Td>
                <Td className="text-right">
                  {mayChange || member.isMe ? (
                    <ConfirmDialog
                      trigger={
                        <Button look="danger-quiet" size="sm">
                          {member.isMe ? t('leave') : t('remove')}
                        </Button>
                      }
                      title={member.isMe ? t('leaveTitle', { workspace: workspaceName }) : t('removeTitle', { name })}
                      description={member.isMe ? t('leaveHelp') : t('removeHelp')}
                      confirmLabel={member.isMe ? t('leave') : t('remove')}
                      typeToConfirm={member.email}
                      onConfirm={async () => {
                        await remove.mutateAsync({ workspace: slug, memberId: member.id });
                        if (member.isMe) window.location.assign('/');
                      }}
                    />
                  ) : null}
                </Td>
              </TableRow>
            );
          })}
        </TableBody>
      </Table>
    </div>
  );
}

function InviteDialog() {
  const t = useTranslations('members');
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen}>
      <DialogTrigger asChild>
        <Button look="primary">
          <UserPlus aria-hidden />
          {t('invite')}
        </Button>
      </DialogTrigger>
      <DialogContent title={t('inviteTitle')} description={t('inviteHelp')} className="max-w-md">
        <InviteForm />
      </DialogContent>
    </Dialog>
  );
}

interface Invited {
  readonly email: string;
  readonly role: Role;
}

const nobody: Invited = { email: '', role: 'editor' };
const readInvited = formOf<Invited>({ email: text, role: oneOf(roles) });

function InviteForm() {
  const t = useTranslations('members');
  const roleText = useTranslations('role');
  const { slug, role: myRole } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const form = useKeptForm({ name: 'invitation.new', saved: nobody, read: readInvited });
  const { email, role } = form.value;
  const invite = useMutation(
    trpc.members.invite.mutationOptions({
      onSuccess() {
        form.forget();
        return queries.invalidateQueries({ queryKey: trpc.invitations.pathKey() });
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    invite.mutate({ workspace: slug, email: email.trim(), role });
  };
  if (invite.isSuccess) {
    return (
      <div className="grid gap-3">
        <Notice title={t('sentTitle', { email })}>{t('sentHelp')}</Notice>
        <CodeBlock code={invite.data.link} />
      </div>
    );
  }
  return (
    <form onSubmit={submit} className="grid gap-4">
      <RestoredLine form={form} />
      <Field label={t('email')} error={invite.error?.message}>
        {(control) => <Input type="email" required value={email} onChange={(event) => form.edit({ email: event.target.value })} {...control} />}
      </Field>
      <Field label={t('role')}>
        {(control) => (
          <Select
            value={role}
            onValueChange={(next) => form.edit({ role: next as Role })}
            options={roles.filter((option) => option !== 'owner' || myRole === 'owner').map((option) => ({ value: option, label: roleText(option) }))}
            {...control}
          />
        )}
      </Field>
      <Button type="submit" look="primary" className="justify-self-end" isBusy={invite.isPending} disabled={!email.includes('@')}>
        {t('send')}
      </Button>
    </form>
  );
}

function Invitations() {
  const t = useTranslations('members');
  const roleText = useTranslations('role');
  const format = useFormatter();
  const { slug, may } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const invitations = useQuery(trpc.invitations.list.queryOptions({ workspace: slug }));
  const revoke = useMutation(trpc.invitations.revoke.mutationOptions(asItLeaves));
  const leaving = useLeaving('invitation');
  const shown = invitations.data?.filter(({ id }) => !leaving.has(id)) ?? [];
  if (invitations.isError) return <Failure message={invitations.error.message} onRetry={() => void invitations.refetch()} />;
  if (shown.length === 0) return null;
  return (
    <Section title={t('pending')}>
      <Refused why={leaving.problem} />
      <Table aria-label={t('pending')}>
        <TableHead>
          <tr>
            <Th>{t('email')}</Th>
            <Th>{t('role')}</Th>
            <Th className="hidden md:table-cell">{t('invitedBy')}</Th>
            <Th className="hidden sm:table-cell">{t('expires')}</Th>
            <Th>
              <span className="sr-only">{t('actions')}</span>
            </Th>
          </tr>
        </TableHead>
        <TableBody>
          {shown.map((invitation) => (
            <TableRow key={invitation.id}>
              <Td className="break-all">{invitation.email}</Td>
              <Td>{roleText(invitation.role)}</Td>
              <Td className="hidden text-ink-soft md:table-cell">{invitation.invitedByName}</Td>
              <Td className="hidden whitespace-nowrap text-ink-soft sm:table-cell">
                {invitation.isExpired ? <Badge tone="warn">{t('expired')}</Badge> : format.dateTime(invitation.expiresAt, { dateStyle: 'medium' })}
              </Td>
              <Td className="text-right">
                {may('members:write') ? (
                  <Button
                    look="quiet"
                    size="sm"
                    onClick={() =>
                      leaving.begin({
                        id: invitation.id,
                        message: t('tookBack', { email: invitation.email }),
                        async remove() {
                          await revoke.mutateAsync({ workspace: slug, invitationId: invitation.id });
                          await queries.invalidateQueries({ queryKey: trpc.invitations.pathKey() });
                        },
                      })
                    }
                  >
                    {t('takeBack')}
                  </Button>
                ) : null}
              </Td>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Section>
  );
}

function RolesTable() {
  const t = useTranslations('members');
  const roleText = useTranslations('role');
  return (
    <Table aria-label={t('rolesTitle')}>
      <TableHead>
        <tr>
          <Th>{t('permission')}</Th>
          {roles.map((role) => (
            <Th key={role} className="text-center">
              {roleText(role)}
            </Th>
          ))}
        </tr>
      </TableHead>
      <TableBody>
        {permissions.map((permission) => (
          <TableRow key={permission}>
            <Td>{t(`permissions.${permission}`)}</Td>
            {roles.map((role) => {
              const isAllowed = rolePermissions[role].includes(permission);
              return (
                <Td key={role} className="text-center">
                  {isAllowed ? <Check className="mx-auto size-4 text-good" aria-hidden /> : <Minus className="mx-auto size-4 text-ink-faint" aria-hidden />}
                  <span className="sr-only">{isAllowed ? t('allowed') : t('notAllowed')}</span>
                </Td>
              );
            })}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
