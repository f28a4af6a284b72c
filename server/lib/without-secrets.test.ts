import { expect, it } from 'vitest';
import { withoutSecrets } from './without-secrets';

it.each([
  ['Incorrect API key provided: sk-proj-abc123XYZ456. You can find it there.', 'sk-proj-abc123XYZ456'],
  ['Incorrect API key provided: sk-ab**********1234.', '1234'],
  ['401 for https://host.example/v1?key=abcd1234&model=x', 'abcd1234'],
  ['connect to https://user:hunter22@host.example failed', 'hunter22'],
  ['header Authorization: Bearer eyJhbGciOi.J9.abc was refused', 'eyJhbGciOi'],
  ['{"token":"short-one"}', 'short-one'],
  ['no access for 0123456789abcdef0123456789abcdef', '0123456789abcdef'],
  ['AIzaSyA1234567890abcdefgh is not valid', 'AIzaSyA'],
])('takes the secret out of “%s”', (text, secret) => {
  expect(withoutSecrets(text)).not.toContain(secret);
  expect(withoutSecrets(text)).toContain('[removed]');
});

it.each([
  'Rate limit reached for gpt-4o-mini in organisation: limit 60 a minute, please try again in 20 s.',
  'The server had an error (request 3f2504e0-4f89-11d3-9a0c-0305e82c3301).',
  'voice aura-2-thalia-en is not available',
  'The model claude-3-5-sonnet-20241022 does not exist; voice 21m00Tcm4TlvDq8ikWAM neither.',
])('leaves “%s”', (text) => {
  expect(withoutSecrets(text)).toBe(text);
});
