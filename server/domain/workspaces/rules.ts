import { AppError } from '../../lib/app-error';

/** Trims a workspace's name; throws `invalid_input` when nothing or too much is left. */
export function checkedWorkspaceName(name: string): string {
  const trimmed = name.trim();
  if (trimmed === '' || trimmed.length > 100) throw new AppError('invalid_input', 'A workspace has a name of 1 to 100 characters.', { path: ['name'] });
  return trimmed;
}

/** A name as part of an address: `Café Luna` → `cafe-luna`. */
export function slugOf(name: string): string {
  const slug = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 40)
    .replace(/-+$/, '');
  return slug === '' ? 'workspace' : slug;
}
