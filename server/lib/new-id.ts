import { randomBytes } from 'node:crypto';
import { type IdKind, idPrefixes } from '../contracts/ids';

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** A new id such as `conv_01m3…`: 9 characters of time (sorts by creation), 17 of chance (85 bits), letters and digits only. */
export function newId(kind: IdKind, nowMs: number = Date.now()): string {
  let time = '';
  for (let rest = nowMs, i = 0; i < 9; i++) {
    time = alphabet.charAt(rest % 32) + time;
    rest = Math.floor(rest / 32);
  }
  let chance = '';
  for (const byte of randomBytes(17)) chance += alphabet.charAt(byte % 32);
  return `${idPrefixes[kind]}_${time}${chance}`;
}
