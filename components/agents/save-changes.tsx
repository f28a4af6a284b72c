'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { RestoredLine } from '../layout/restored-line';
import { useKeptText } from '../layout/use-kept-form';
import { useWorkspace } from '../layout/workspace-context';
import { type Answers, useTRPC } from '../trpc/client';
import { httpStatusOf } from '../trpc/query-client';
import { Button } from '../ui/button';
import { Dialog, DialogContent } from '../ui/dialog';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { toast } from '../ui/toaster';
import { ChangeList } from './change-list';
import { useConflicts } from './conflicts-notice';
import type { AgentDraft } from './use-agent-draft';

/** What can be done with unsaved changes: looked over, thrown away, saved with a note. */
export function SaveChanges({ agent, draft, onSaved }: { readonly agent: Answers['agents']['get']; readonly draft: AgentDraft; readonly onSaved: () => void }) {
  const t = useTranslations('editor');
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const noteForm = useKeptText(`agent.${agent.id}.${agent.branchId}.note`, '');
  const note = noteForm.value.text;
  const [isReviewing, setIsReviewing] = useState(false);
  const branch = agent.branchId === agent.mainBranchId ? {} : { branchId: agent.branchId };
  const agentKey = trpc.agents.get.queryKey({ workspace: slug, agentId: agent.id, ...branch });
  const save = useMutation(
    trpc.agents.update.mutationOptions({
      onSuccess: async (saved) => {
        noteForm.forget();
        draft.discard();
        queries.setQueryData(agentKey, saved);
        onSaved();
        setIsReviewing(false);
        toast.success(t('saved', { number: saved.versionNumber }));
        await queries.invalidateQueries({ queryKey: trpc.agents.pathKey() });
      },
      onError: async (error) => {
        // Someone saved meanwhile: with their version loaded, the draft lies on top of it and says so.
        if (httpStatusOf(error) === 409) await queries.invalidateQueries({ queryKey: agentKey });
      },
    }),
  );
  const name = draft.document.name.trim();
  const hasErrors = useWorkflowErrors(draft);
  const isUnsettled = useConflicts(agent, draft).conflicts.length > 0;
  const submit = () =>
    save.mutate({
      workspace: slug,
      agentId: agent.id,
      ...branch,
      baseVersion: agent.versionNumber,
      ...(name === agent.name ? {} : { name }),
      ...(draft.configChanges === undefined ? {} : { changes: draft.configChanges as Record<string, unknown> }),
      ...(note.trim() === '' ? {} : { description: note.trim() }),
    });
  const buttons = (
    <Button look="primary" isBusy={save.isPending} disabled={name === '' || hasErrors || isUnsettled} onClick={submit}>
      {t('save', { number: agent.versionNumber + 1 })}
    </Button>
  );
  const problem =
    save.isError && httpStatusOf(save.error) !== 409 ? save.error.message : hasErrors ? t('workflowErrors') : isUnsettled ? t('conflictsFirst') : undefined;
  return (
    <>
      <Button
        look="quiet"
        disabled={save.isPending}
        onClick={() => {
          noteForm.discard();
          draft.discard();
        }}
      >
        {t('discard')}
      </Button>
      <Button onClick={() => setIsReviewing(true)}>{t('review')}</Button>
      {buttons}
      {problem === undefined ? null : (
        <p role="alert" className="basis-full text-right text-sm text-danger">
          {problem}
        </p>
      )}
      <Dialog open={isReviewing} onOpenChange={setIsReviewing}>
        <DialogContent title={t('reviewTitle', { number: agent.versionNumber })} className="max-w-3xl">
          <ChangeList changes={draft.changes} />
          <RestoredLine form={noteForm} />
          <div className="flex flex-wrap items-end gap-3">
            <Field label={t('note')} className="flex-1 basis-64" error={save.isError && httpStatusOf(save.error) !== 409 ? save.error.message : undefined}>
              {(control) => <Input value={note} maxLength={500} onChange={(event) => noteForm.set({ text: event.target.value })} {...control} />}
            </Field>
            {buttons}
          </div>
        </DialogContent>
      </Dialog>
    </>
  );
}

/** Whether the changed workflow has mistakes that would be refused. What finds them is large, and most changes leave the workflow alone. */
function useWorkflowErrors({ changes, document }: AgentDraft): boolean {
  const { workflow } = document.config;
  const isChanged = changes.some(({ path }) => path[0] === 'config' && path[1] === 'workflow');
  const [wrong, setWrong] = useState<unknown>(undefined);
  useEffect(() => {
    if (!isChanged) return;
    let hasLeft = false;
    void import('@/server/contracts/workflow-problems').then(({ workflowProblems }) => {
      const hasErrors = workflowProblems(workflow).some(({ severity }) => severity === 'error');
      if (!hasLeft) setWrong(hasErrors ? workflow : undefined);
    });
    return () => {
      hasLeft = true;
    };
  }, [isChanged, workflow]);
  return isChanged && wrong === workflow;
}
