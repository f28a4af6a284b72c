/** Whether the tools of an MCP server are used as they come. */
export const approvalPolicies = ['auto_approve_all', 'require_approval_all', 'require_approval_per_tool'] as const;
export type ApprovalPolicy = (typeof approvalPolicies)[number];
