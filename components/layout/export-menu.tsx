'use client';

import { Download } from 'lucide-react';
import { Button } from '../ui/button';
import { Dropdown, DropdownContent, DropdownItem, DropdownLabel, DropdownTrigger } from '../ui/dropdown';

const formats = ['csv', 'jsonl'] as const;
export type ExportFormatName = (typeof formats)[number];

export interface ExportMenuProps {
  readonly label: string;
  readonly help?: string;
  readonly nameOf: (format: ExportFormatName) => string;
  readonly addressOf: (format: ExportFormatName) => string;
}

/** Takes a list along as a file. */
export function ExportMenu({ label, help, nameOf, addressOf }: ExportMenuProps) {
  return (
    <Dropdown>
      <DropdownTrigger asChild>
        <Button>
          <Download aria-hidden />
          {label}
        </Button>
      </DropdownTrigger>
      <DropdownContent align="end">
        {help === undefined ? null : <DropdownLabel>{help}</DropdownLabel>}
        {formats.map((format) => (
          <DropdownItem key={format} asChild>
            <a href={addressOf(format)} download>
              {nameOf(format)}
            </a>
          </DropdownItem>
        ))}
      </DropdownContent>
    </Dropdown>
  );
}
