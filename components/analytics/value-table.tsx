'use client';

import Link from 'next/link';
import type { ValueUnit } from '@/server/contracts/analytics';
import { Table, TableBody, TableHead, TableRow, Td, Th } from '../ui/table';
import { useValueText } from './use-value-text';

export interface ValueTableProps {
  readonly label: string;
  readonly first: string;
  readonly columns: readonly { readonly name: string; readonly unit: ValueUnit }[];
  readonly rows: readonly ValueRow[];
}

export interface ValueRow {
  readonly key: string;
  readonly name: string;
  /** More about it than its name. */
  readonly detail?: string | undefined;
  readonly href?: string | undefined;
  readonly cells: readonly (number | null)[];
  /** Where a number alone leads, cell by cell. */
  readonly cellHrefs?: readonly (string | undefined)[] | undefined;
}

/** Numbers by name; a name or a number that has conversations behind it leads to them. */
export function ValueTable({ label, first, columns, rows }: ValueTableProps) {
  const valueText = useValueText();
  return (
    <Table aria-label={label}>
      <TableHead>
        <tr>
          <Th>{first}</Th>
          {columns.map(({ name }) => (
            <Th key={name} className="text-right">
              {name}
            </Th>
          ))}
        </tr>
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <TableRow key={row.key} className={row.href === undefined ? '' : 'relative'}>
            <Td className="min-w-32 max-w-80 truncate" title={row.detail === undefined ? row.name : `${row.name}: ${row.detail}`}>
              {row.href === undefined ? (
                row.name
              ) : (
                <Link href={row.href} className="font-medium after:absolute after:inset-0 hover:text-accent">
                  {row.name}
                </Link>
              )}
              {row.detail === undefined ? null : <span className="block truncate text-xs text-ink-faint">{row.detail}</span>}
            </Td>
            {row.cells.map((value, i) => {
              const { name, unit } = columns[i] ?? { name: '', unit: 'count' };
              const href = value === null || value === 0 ? undefined : row.cellHrefs?.[i];
              return (
                <Td key={name} className="whitespace-nowrap text-right">
                  {href === undefined ? (
                    valueText(value, unit)
                  ) : (
                    // Above the row's own link.
                    <Link
                      href={href}
                      aria-label={`${row.name}, ${name}: ${valueText(value, unit)}`}
                      className="relative underline underline-offset-3 hover:text-accent"
                    >
                      {valueText(value, unit)}
                    </Link>
                  )}
                </Td>
              );
            })}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
