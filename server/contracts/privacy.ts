import { z } from 'zod';
import { maskableRoles, maskedKinds } from './masking';

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
