import type { ApprovalPolicy } from '../../contracts/approval-policy';
import type { ToolApproval } from '../../contracts/mcp-server-config';
import { type ToolDefinition, toolHash } from './tool-hash';

/** Whether a tool runs at once, once the participant agreed, or not at all. */
export type Consent = 'given' | 'asked' | 'refused';

export type ApprovalState = 'up_to_date' | 'needs_review' | 'not_approved';

/** What was approved is one definition: a tool that changed since is asked about again. */
export function consentFor(policy: ApprovalPolicy, approvals: readonly ToolApproval[], tool: ToolDefinition): Consent {
  if (policy === 'auto_approve_all') return 'given';
  if (policy === 'require_approval_all') return 'asked';
  const approval = approvals.find(({ toolName }) => toolName === tool.name);
  if (approval === undefined) return 'refused';
  return approval.approvalPolicy === 'auto_approved' && approval.toolHash === toolHash(tool) ? 'given' : 'asked';
}

export function approvalState(approvals: readonly ToolApproval[], tool: ToolDefinition): ApprovalState {
  const approval = approvals.find(({ toolName }) => toolName === tool.name);
  if (approval === undefined) return 'not_approved';
  return approval.toolHash === toolHash(tool) ? 'up_to_date' : 'needs_review';
}
