export const demoSlug = 'demo';
export const demoOwnerEmail = 'owner@parley.local';
