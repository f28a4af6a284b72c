import { expect, test } from 'vitest';
import { completeLock } from './complete-lock.mjs';

test('an optional platform package that npm left out gets an entry with its system, processor and libc', () => {
  const lock = {
    packages: {
      '': {},
      'node_modules/@next/swc': { optionalDependencies: { '@next/swc-linux-arm64-musl': '1.2.3', '@next/swc-win32-x64-msvc': '1.2.3' }, dev: true },
    },
  };
  expect(completeLock(lock).added).toEqual(['@next/swc-linux-arm64-musl', '@next/swc-win32-x64-msvc']);
  expect(lock.packages).toMatchObject({
    'node_modules/@next/swc-linux-arm64-musl': { version: '1.2.3', optional: true, dev: true, os: ['linux'], cpu: ['arm64'], libc: ['musl'] },
    'node_modules/@next/swc-win32-x64-msvc': { version: '1.2.3', optional: true, os: ['win32'], cpu: ['x64'] },
  });
});

test('what npm wrote stays as it is, beside its parent or above it', () => {
  const there = { version: '9.9.9', integrity: 'sha512-x' };
  const lock = {
    packages: {
      'node_modules/a': { optionalDependencies: { 'a-linux-x64': '1.0.0' } },
      'node_modules/a-linux-x64': there,
      'node_modules/a/node_modules/b': { optionalDependencies: { 'b-darwin-x64': '1.0.0' } },
      'node_modules/a/node_modules/b-darwin-x64': there,
    },
  };
  expect(completeLock(lock).added).toEqual([]);
  expect(lock.packages['node_modules/a-linux-x64']).toEqual(there);
});

test('a range, and a name that tells no platform, are left alone', () => {
  const lock = { packages: { 'node_modules/a': { optionalDependencies: { 'a-linux-x64': '^1.0.0', fancy: '1.0.0' } } } };
  expect(completeLock(lock)).toEqual({ added: [], unknown: ['fancy'] });
});
