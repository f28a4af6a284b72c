import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Private places an operator has opened: `host`, `host:port`, an address, or a network such as `10.1.0.0/16`. */
export class AllowedPrivateHosts {
  readonly #networks: readonly Network[];
  readonly #hosts: readonly { readonly host: string; readonly port?: number }[];

  constructor(entries: readonly string[]) {
    const networks = entries.map((entry) => networkOf(entry));
    this.#networks = networks.filter((network) => network !== undefined);
    this.#hosts = entries.filter((_, index) => networks[index] === undefined).map(hostOf);
  }

  includes(target: { readonly host: string; readonly port: number; readonly address: string }): boolean {
    const names = new Set([bare(target.host), bare(target.address)]);
    if (this.#hosts.some(({ host, port }) => names.has(host) && (port === undefined || port === target.port))) return true;
    const address = ipaddr.process(bare(target.address));
    return this.#networks.some(({ base, bits }) => base.kind() === address.kind() && address.match(base, bits));
  }
}

interface Network {
  readonly base: ipaddr.IPv4 | ipaddr.IPv6;
  readonly bits: number;
}

function networkOf(entry: string): Network | undefined {
  if (!ipaddr.isValidCIDR(entry)) return undefined;
  const [base, bits] = ipaddr.parseCIDR(entry);
  return { base, bits };
}

function hostOf(entry: string): { host: string; port?: number } {
  if (isIP(entry) !== 0) return { host: bare(entry) };
  const port = /:(\d{1,5})$/.exec(entry)?.[1];
  return port === undefined ? { host: bare(entry) } : { host: bare(entry.slice(0, -port.length - 1)), port: Number(port) };
}

/** Without brackets and the root dot, in the one spelling an address or name has. */
function bare(host: string): string {
  const name = host
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
  return isIP(name) === 0 ? name : ipaddr.process(name).toString();
}
