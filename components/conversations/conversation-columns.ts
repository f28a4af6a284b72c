/** Columns that can be chosen; the agent's always stands first. */
export const columnNames = [
  'started',
  'duration',
  'messages',
  'latency',
  'interruptions',
  'status',
  'source',
  'language',
  'channel',
  'tools',
  'user',
  'rating',
] as const;
export type ColumnName = (typeof columnNames)[number];

/** Those of a list that nobody has arranged, each with the width of a page from which there is room for it. */
export const defaultColumns: Readonly<Partial<Record<ColumnName, string>>> = {
  started: 'hidden sm:table-cell',
  duration: '',
  messages: 'hidden md:table-cell',
  latency: 'hidden md:table-cell',
  interruptions: 'hidden lg:table-cell',
  status: '',
  source: 'hidden xl:table-cell',
};

export interface ShownColumn {
  readonly name: ColumnName;
  readonly className: string;
}

/** The columns that an address names, in our order; the usual ones when it names none. What was chosen is shown on every width. */
export function readColumns(text: string | null | undefined): readonly ShownColumn[] {
  const chosen = new Set((text ?? '').split(','));
  const named = columnNames.filter((name) => chosen.has(name));
  if (named.length > 0) return named.map((name) => ({ name, className: '' }));
  return columnNames.flatMap((name) => {
    const className = defaultColumns[name];
    return className === undefined ? [] : [{ name, className }];
  });
}

/** The address's text for some columns; empty for the usual ones. */
export function writeColumns(names: ReadonlySet<ColumnName>): string {
  const shown = columnNames.filter((name) => names.has(name));
  const isUsual = shown.join() === columnNames.filter((name) => defaultColumns[name] !== undefined).join();
  return isUsual ? '' : shown.join(',');
}
