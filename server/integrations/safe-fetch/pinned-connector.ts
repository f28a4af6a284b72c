import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { buildConnector } from 'undici';
import type { AllowedPrivateHosts } from './allowed-private-hosts';
import { kindOf } from './address-kind';
import { OutgoingError } from './outgoing-error';

export type Resolve = (hostname: string) => Promise<readonly { readonly address: string }[]>;

export const resolveBySystem: Resolve = (hostname) => lookup(hostname, { all: true, verbatim: true });

/**
 * Connects to the very address that was checked. The name is looked up here and nowhere else, at each new connection,
 * so an answer that changes between check and connection changes nothing.
 */
export function pinnedConnector(options: {
  readonly allowed: AllowedPrivateHosts;
  readonly resolve: Resolve;
  readonly connectTimeoutMs: number;
}): buildConnector.connector {
  const connect = buildConnector({ timeout: options.connectTimeoutMs, allowH2: false });
  return (target, done) => {
    void reachableAddresses(target, options).then(
      (addresses) => tryInTurn(connect, target, addresses, done),
      (error: unknown) => done(error instanceof Error ? error : new Error(String(error)), null),
    );
  };
}

/** The addresses of a host that may be reached. Throws `OutgoingError` when one of them may not. */
export async function reachableAddresses(
  target: Pick<buildConnector.Options, 'hostname' | 'port' | 'protocol'>,
  { allowed, resolve }: { readonly allowed: AllowedPrivateHosts; readonly resolve: Resolve },
): Promise<string[]> {
  const host = target.hostname.replace(/^\[|\]$/g, '');
  const port = Number(target.port) || (target.protocol === 'https:' ? 443 : 80);
  const addresses = isIP(host) === 0 ? await addressesOf(host, resolve) : [host];
  for (const address of addresses) {
    if (kindOf(address) === 'public' || allowed.includes({ host, port, address })) continue;
    throw new OutgoingError(
      'refused-host',
      `${host} is on a private network, and requests go to public hosts only. Whoever runs this installation can name it in PARLEY_ALLOW_PRIVATE_HOSTS.`,
    );
  }
  return addresses;
}

async function addressesOf(host: string, resolve: Resolve): Promise<string[]> {
  const found = await resolve(host).catch((error: unknown) => {
    throw new OutgoingError('unknown-host', `The host ${host} was not found.`, error);
  });
  if (found.length === 0) throw new OutgoingError('unknown-host', `The host ${host} has no address.`);
  return found.map(({ address }) => address);
}

function tryInTurn(connect: buildConnector.connector, target: buildConnector.Options, addresses: readonly string[], done: buildConnector.Callback): void {
  const [address, ...others] = addresses;
  if (address === undefined) return done(new OutgoingError('unreachable', `The host ${target.hostname} was not reached.`), null);
  const name = target.hostname.replace(/^\[|\]$/g, '');
  const servername = target.servername ?? (isIP(name) === 0 ? name : undefined);
  connect({ ...target, hostname: address, ...(servername === undefined ? {} : { servername }) }, (...outcome) => {
    if (outcome[0] !== null && others.length > 0) tryInTurn(connect, target, others, done);
    else done(...outcome);
  });
}
