import path from 'node:path';

/** The repository's root, absolute. */
export const rootDir = path.resolve(import.meta.dirname, '../..');
