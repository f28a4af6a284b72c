'use client';

import Link from 'next/link';
import type { ValueUnit } from '@/server/contracts/analytics';
import { Table, TableBody, TableHead, TableRow, Td, Th } from '../ui/table';
import { useValueText } from './use-value-text';

export interface ValueTableProps {
  readonly label: string;
  readonly first: string;
  readonly columns: readonly { readonly name: string; readonly unit: ValueUnit }[];
  readonly rows: readonly { readonly key: string; readonly name: string; readonly href?: string | undefined; readonly cells: readonly (number | null)[] }[];
}

/** Numbers by name; a name that has conversations behind it leads to them. */
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
            <Td className="min-w-32 max-w-80 truncate" title={row.name}>
              {row.href === undefined ? (
                row.name
              ) : (
                <Link href={row.href} className="font-medium after:absolute after:inset-0 hover:text-accent">
                  {row.name}
                </Link>
              )}
            </Td>
            {row.cells.map((value, i) => (
              <Td key={columns[i]?.name ?? i} className="whitespace-nowrap text-right">
                {valueText(value, columns[i]?.unit ?? 'count')}
              </Td>
            ))}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
