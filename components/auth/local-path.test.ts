import { expect, it } from 'vitest';
import { localPath } from './local-path';

it('keeps a path of this site with its query', () => {
  expect(localPath('/w/demo/agents?search=a')).toBe('/w/demo/agents?search=a');
});

it.each(['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)', '', undefined])('sends %s to the start page instead', (wanted) => {
  expect(localPath(wanted)).toBe('/');
});
