/** What the list has words for. */
export const statuses = ['initiated', 'in-progress', 'processing', 'done', 'failed'] as const;
export const outcomes = ['success', 'failure', 'unknown'] as const;
export const knownSources = ['console', 'talk-page', 'cli'] as const;
