import ipaddr from 'ipaddr.js';

export type AddressKind = 'public' | 'private';

const globalUnicast = ipaddr.IPv6.parse('2000::');
/** Behind it a translator puts IPv4 addresses (RFC 6052). */
const translated = ipaddr.IPv6.parse('64:ff9b::');

/** Whether anyone on the internet could reach the address. Everything with a special purpose counts as private. */
export function kindOf(address: string): AddressKind {
  // An IPv4 address in IPv6 clothes is judged as what it is.
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv6) {
    if (parsed.match(translated, 96)) return kindOf(parsed.toByteArray().slice(12).join('.'));
    if (parsed.range() === '6to4') return kindOf(parsed.toByteArray().slice(2, 6).join('.'));
    if (!parsed.match(globalUnicast, 3)) return 'private';
  }
  return parsed.range() === 'unicast' ? 'public' : 'private';
}
