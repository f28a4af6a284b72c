import type { WorkspaceScope } from '../../auth/scope';

export interface FirstSteps {
  /** The member put them away. */
  readonly isDismissed: boolean;
  readonly done: {
    readonly talk: boolean;
    readonly create: boolean;
    readonly knowledge: boolean;
    readonly provider: boolean;
    readonly website: boolean;
    readonly invite: boolean;
  };
}

/** The workspace of a fresh installation, and how long filling it with demo agents takes at most. */
const demoSlug = 'demo';
const seedingMs = 60_000;

/** Who starts conversations on somebody's page: the widget, and the client libraries under it. */
const websiteSources = ['widget', 'js_sdk', 'react_sdk'];

/** How far the workspace has come with what makes it useful; each step is seen in what there is. */
export async function getFirstSteps(scope: WorkspaceScope): Promise<FirstSteps> {
  scope.may('workspace:read');
  const { db, actor } = scope;
  const one = { select: { workspaceId: true } } as const;
  const [membership, workspace, conversation, oldest, document, credential, onWebsite, members, invitation] = await Promise.all([
    db.membership.findFirst({ where: { userId: actor.id }, select: { stepsDismissedAt: true } }),
    db.workspace.findFirst({ select: { slug: true } }),
    db.conversation.findFirst({ where: { deletedAt: null, status: { not: 'initiated' } }, ...one }),
    db.agent.findFirst({ where: { deletedAt: null, kind: 'agent' }, orderBy: { createdAt: 'asc' }, select: { createdAt: true } }),
    db.knowledgeDocument.findFirst(one),
    db.providerCredential.findFirst(one),
    db.conversation.findFirst({ where: { source: { in: websiteSources }, deletedAt: null }, ...one }),
    db.membership.count(),
    db.invitation.findFirst(one),
  ]);
  const seededUntil = workspace?.slug === demoSlug && oldest !== null ? new Date(oldest.createdAt.getTime() + seedingMs) : undefined;
  const ownAgent = await db.agent.findFirst({
    where: { deletedAt: null, kind: 'agent', createdBy: actor.id, ...(seededUntil === undefined ? {} : { createdAt: { gte: seededUntil } }) },
    ...one,
  });
  return {
    isDismissed: membership?.stepsDismissedAt != null,
    done: {
      talk: conversation !== null,
      create: ownAgent !== null,
      knowledge: document !== null,
      provider: credential !== null,
      website: onWebsite !== null,
      invite: members > 1 || invitation !== null,
    },
  };
}

/** Puts the steps away for this member, or takes them out again. */
export async function dismissFirstSteps(scope: WorkspaceScope, { isDismissed }: { readonly isDismissed: boolean }): Promise<void> {
  scope.may('workspace:read');
  await scope.db.membership.updateMany({ where: { userId: scope.actor.id }, data: { stepsDismissedAt: isDismissed ? new Date() : null } });
}
