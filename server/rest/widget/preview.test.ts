import { expect, it } from 'vitest';
import { previewPage, previewPolicy } from './preview';

const directives = (origin: string) =>
  Object.fromEntries(
    previewPolicy(origin)
      .split('; ')
      .map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]),
  );

it('runs nothing in the preview that stands in terms or words, and is framed by our own pages alone', () => {
  const policy = directives('https://voice.example.com');
  expect(policy['script-src']).not.toMatch(/unsafe-inline|'unsafe-eval'|data:|\*/u);
  expect(policy['frame-ancestors']).toBe("'self'");
  expect(policy['default-src']).toBe("'none'");
  expect(previewPage).not.toMatch(/<script>|\son[a-z]+=/u);
});

it('lets the element reach this server by both of its ways', () => {
  expect(directives('https://voice.example.com')['connect-src']).toContain('https://voice.example.com wss://voice.example.com');
});
