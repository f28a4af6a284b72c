/** Kinds of personal data that can be masked before anything is written down. */
export const maskedKinds = ['email', 'phone', 'card', 'iban', 'ip', 'id'] as const;
export type MaskedKind = (typeof maskedKinds)[number];

/** Roles whose members can be kept from personal data; owners and admins decide about it. */
export const maskableRoles = ['editor', 'viewer'] as const;
