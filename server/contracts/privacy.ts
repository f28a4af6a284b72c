import { z } from 'zod';

/** Kinds of personal data that can be masked before anything is written down. */
export const maskedKinds = ['email', 'phone', 'card', 'iban', 'ip', 'id'] as const;
export type MaskedKind = (typeof maskedKinds)[number];

/** Roles whose members can be kept from personal data; owners and admins decide about it. */
export const maskableRoles = ['editor', 'viewer'] as const;

/** What holds for every agent of a workspace; an agent can be stricter, never laxer. */
export const workspacePrivacySchema = z.object({
  /** Days until what is named below is erased; -1: never. */
  retentionDays: z.number().int().min(-1).max(36_500).default(-1),
  deletesTranscripts: z.boolean().default(false),
  deletesAudio: z.boolean().default(false),
  /** No recordings anywhere. */
  forbidsRecording: z.boolean().default(false),
  /** Nothing of what was said is written down anywhere. */
  keepsNothing: z.boolean().default(false),
  masks: z.array(z.enum(maskedKinds)).default([]),
  /** Members of these roles read conversations with personal data masked, whatever was written down, and hear no sound of them. */
  maskedRoles: z.array(z.enum(maskableRoles)).default([]),
});
export type WorkspacePrivacy = z.output<typeof workspacePrivacySchema>;
