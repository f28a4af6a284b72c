import type { LookupFunction } from 'node:net';
import { isIP } from 'node:net';
import { WebSocket } from 'ws';
import { OutgoingError } from './outgoing-error';
import type { AllowedPrivateHosts } from './allowed-private-hosts';
import { reachableAddresses, type Resolve } from './pinned-connector';

export interface OutgoingSocketRequest {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Until it is open. */
  readonly timeoutMs: number;
  /** The largest message taken. */
  readonly maxBytes: number;
}

/** Throws `OutgoingError`. Like requests, it connects to the very addresses that were checked; redirects are not followed. */
export async function openPinnedSocket(
  { url, headers, timeoutMs, maxBytes }: OutgoingSocketRequest,
  rules: { readonly allowed: AllowedPrivateHosts; readonly resolve: Resolve },
): Promise<WebSocket> {
  const target = URL.canParse(url) ? new URL(url) : undefined;
  if (target === undefined || (target.protocol !== 'ws:' && target.protocol !== 'wss:'))
    throw new OutgoingError('bad-address', 'The address of a socket begins with ws: or wss:');
  const { hostname, port } = target;
  const addresses = await reachableAddresses({ hostname, port, protocol: target.protocol === 'wss:' ? 'https:' : 'http:' }, rules);
  const socket = new WebSocket(target, {
    headers: { 'user-agent': 'parley', ...headers },
    handshakeTimeout: timeoutMs,
    maxPayload: maxBytes,
    perMessageDeflate: false,
    lookup: onlyThese(addresses),
  });
  return new Promise((resolve, reject) => {
    socket.once('open', () => {
      socket.off('error', failed);
      // Whoever uses it hears of its end by `close`.
      socket.on('error', () => undefined);
      resolve(socket);
    });
    const failed = (error: Error) => {
      socket.terminate();
      const isLate = /handshake has timed out/iu.test(error.message);
      reject(
        isLate
          ? new OutgoingError('timed-out', `${target.host} did not open the socket within ${timeoutMs} ms.`, error)
          : new OutgoingError('unreachable', `${target.host} did not open the socket: ${error.message}`, error),
      );
    };
    socket.on('error', failed);
  });
}

function onlyThese(addresses: readonly string[]): LookupFunction {
  const found = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_hostname, options, done) => {
    const [first] = found;
    if (options.all === true) done(null, found);
    else if (first === undefined) done(new Error('no address'), '', 0);
    else done(null, first.address, first.family);
  };
}
