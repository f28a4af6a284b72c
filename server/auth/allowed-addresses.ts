import { BlockList, isIP } from 'node:net';

/** Whether text is an address, or a range such as `10.0.0.0/8`. */
export function isAddressRange(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const kind = isIP(address);
  if (kind === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (kind === 4 ? 32 : 128));
}

/** Whether a caller's address is in one of these ranges; no ranges let everyone in. */
export function isFrom(ranges: readonly string[], ip: string | undefined): boolean {
  if (ranges.length === 0) return true;
  const plain = ip?.replace(/^::ffff:(?=\d+\.)/i, '') ?? '';
  const kind = isIP(plain);
  if (kind === 0) return false;
  const list = new BlockList();
  for (const range of ranges.filter(isAddressRange)) {
    const [address = '', bits] = range.split('/');
    const family = isIP(address) === 4 ? 'ipv4' : 'ipv6';
    list.addSubnet(address, bits === undefined ? (family === 'ipv4' ? 32 : 128) : Number(bits), family);
  }
  return list.check(plain, kind === 4 ? 'ipv4' : 'ipv6');
}
