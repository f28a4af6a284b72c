import type { ScopedTransaction } from '../../auth/scope';
import { AppError } from '../../lib/app-error';

export const variableTypes = ['string', 'secret', 'auth_connection'] as const;
export type VariableType = (typeof variableTypes)[number];

/** The environment that every variable has a value for; others fall back on it. */
export const mainEnvironment = 'production';

const mostEnvironments = 20;

/** Throws `invalid_input`. */
export function checkedLabel(label: string): string {
  if (!/^[a-zA-Z0-9_.-]{1,100}$/.test(label)) {
    throw new AppError('invalid_input', 'A label has 1 to 100 letters, digits, _, . or -.', { path: ['label'] });
  }
  return label;
}

/** Throws `invalid_input` for values that may not be, `not_found` for secrets and connections that do not exist here. */
export async function checkedValues(db: ScopedTransaction, type: VariableType, values: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  const environments = Object.keys(values);
  if (!environments.includes(mainEnvironment)) {
    throw new AppError('invalid_input', `A value for ${mainEnvironment} is needed.`, { path: ['values', mainEnvironment] });
  }
  if (environments.length > mostEnvironments) throw new AppError('invalid_input', `At most ${mostEnvironments} environments.`, { path: ['values'] });
  const wrong = environments.find((environment) => !/^[a-zA-Z0-9_-]{1,50}$/.test(environment));
  if (wrong !== undefined) throw new AppError('invalid_input', 'An environment has 1 to 50 letters, digits, _ or -.', { path: ['values', wrong] });
  const ids = [...new Set(Object.values(values))];
  if (type === 'secret') await allExist(ids, await db.secret.count({ where: { id: { in: ids } } }), 'secret');
  if (type === 'auth_connection') await allExist(ids, await db.authConnection.count({ where: { id: { in: ids } } }), 'auth connection');
  return { ...values };
}

async function allExist(ids: readonly string[], found: number, what: string): Promise<void> {
  if (found < ids.length) throw new AppError('not_found', `A ${what} among the values was not found.`);
}

/** A variable's value in an environment, or what production has. */
export function valueIn(values: Readonly<Record<string, string>>, environment: string): string | undefined {
  return Object.hasOwn(values, environment) ? values[environment] : values[mainEnvironment];
}
