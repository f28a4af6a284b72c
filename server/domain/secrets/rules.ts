import { AppError } from '../../lib/app-error';

export const longestSecret = 50_000;

/** Trims a name; throws `invalid_input` when nothing or too much is left. */
export function checkedSecretName(name: string): string {
  const trimmed = name.trim();
  if (trimmed === '' || trimmed.length > 200) throw new AppError('invalid_input', "A secret's name has 1 to 200 characters.", { path: ['name'] });
  return trimmed;
}

export function checkedSecretValue(value: string): string {
  if (value === '' || value.length > longestSecret) {
    throw new AppError('invalid_input', `A secret has 1 to ${longestSecret} characters.`, { path: ['value'] });
  }
  return value;
}

export function nameTaken(name: string): AppError {
  return new AppError('conflict', `There is a secret named ${name} already.`);
}
