/** A path within this site to go to after signing in; anything else becomes `/`, or a link could send people elsewhere. */
export function localPath(wanted: string | undefined): string {
  if (wanted === undefined || !/^\/(?![/\\])/.test(wanted)) return '/';
  const url = new URL(wanted, 'http://local.invalid');
  return url.host === 'local.invalid' ? `${url.pathname}${url.search}` : '/';
}
