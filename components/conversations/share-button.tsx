'use client';

import { Share2 } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '../ui/button';
import type { SharedConversation } from './share-dialog';

const ShareDialog = dynamic(() => import('./share-dialog').then((module) => module.ShareDialog), { loading: () => null });

/** Opens the links that show this conversation to whoever has them. */
export function ShareButton(conversation: SharedConversation) {
  const t = useTranslations('share');
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button aria-haspopup="dialog" onClick={() => setIsOpen(true)}>
        <Share2 aria-hidden />
        {t('share')}
      </Button>
      {isOpen ? <ShareDialog {...conversation} onClose={() => setIsOpen(false)} /> : null}
    </>
  );
}
