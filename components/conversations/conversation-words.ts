/** Where conversations come from that the list has words for. */
export const knownSources = ['console', 'talk-page', 'cli'] as const;
