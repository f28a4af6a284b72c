'use client';

import { Plus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '../ui/button';
import { Dropdown, DropdownContent, DropdownItem, DropdownTrigger } from '../ui/dropdown';
import { type NodeType, nodeTypes } from './workflow-model';

export function AddNodeMenu({ look, onAdd }: { readonly look: 'primary' | 'plain'; readonly onAdd: (type: NodeType) => void }) {
  const t = useTranslations('workflow');
  return (
    <Dropdown>
      <DropdownTrigger asChild>
        <Button size="sm" look={look} className="justify-self-start">
          <Plus aria-hidden />
          {t('addNode')}
        </Button>
      </DropdownTrigger>
      <DropdownContent>
        {nodeTypes.map((type) => (
          <DropdownItem key={type} onSelect={() => onAdd(type)}>
            {t(`types.${type}`)}
          </DropdownItem>
        ))}
      </DropdownContent>
    </Dropdown>
  );
}
