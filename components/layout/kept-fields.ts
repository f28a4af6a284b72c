/** Gives what was kept, if it still is of this kind. */
export type Reader<T> = (kept: unknown) => T | undefined;

/** Reads a form member by member; with one of another kind it is no such form. */
export function formOf<T extends object>(members: { readonly [Name in keyof T]-?: Reader<T[Name]> }): Reader<T> {
  return (kept) => {
    if (typeof kept !== 'object' || kept === null) return undefined;
    const form: Partial<T> = {};
    for (const name of Object.keys(members) as (keyof T)[]) {
      const value = members[name]((kept as Partial<Record<keyof T, unknown>>)[name]);
      if (value === undefined) return undefined;
      form[name] = value;
    }
    return form as T;
  };
}

export const text: Reader<string> = (kept) => (typeof kept === 'string' ? kept : undefined);
export const flag: Reader<boolean> = (kept) => (typeof kept === 'boolean' ? kept : undefined);
export const number: Reader<number> = (kept) => (typeof kept === 'number' ? kept : undefined);

/** Nothing, or what `read` takes. */
export function orNull<T>(read: Reader<T>): Reader<T | null> {
  return (kept) => (kept === null ? null : read(kept));
}

export function oneOf<T>(choices: readonly T[]): Reader<T> {
  return (kept) => choices.find((choice) => choice === kept);
}

export function listOf<T>(read: Reader<T>): Reader<T[]> {
  return (kept) => {
    if (!Array.isArray(kept)) return undefined;
    const items = kept.map(read).filter((item) => item !== undefined);
    return items.length === kept.length ? items : undefined;
  };
}

/** Values by names that are not known beforehand. */
export function recordOf<T>(read: Reader<T>): Reader<Readonly<Record<string, T>>> {
  return (kept) => {
    if (typeof kept !== 'object' || kept === null || Array.isArray(kept)) return undefined;
    const values: Record<string, T> = {};
    for (const [name, one] of Object.entries(kept)) {
      const value = read(one);
      if (value === undefined) return undefined;
      values[name] = value;
    }
    return values;
  };
}

export const texts = recordOf(text);

/** Texts by name, without those that are secret. */
export function openTexts(values: Readonly<Record<string, string>>, isSecret: (name: string) => boolean): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !isSecret(name)));
}
