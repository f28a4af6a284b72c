/** Sockets of the official list that there are here; `server/http.ts` leads to them. */
export const servedSockets: readonly string[] = ['WS /v1/convai/conversation'];
