export const dynamic = 'force-dynamic';

/** The web process answers requests. What it needs beyond itself is checked by the installation's own health route. */
export function GET(): Response {
  return Response.json({ ok: true });
}
