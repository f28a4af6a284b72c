/** Whether a write failed because a unique value exists already. Prisma's own code for it; its error class is the database layer's. */
export function isTaken(thrown: unknown): boolean {
  return thrown instanceof Error && (thrown as Error & { code?: unknown }).code === 'P2002';
}
