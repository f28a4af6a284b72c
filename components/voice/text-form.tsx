'use client';

import { SendHorizontal } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { Button } from '../ui/button';
import { Input } from '../ui/input';

/** Says something in writing, in the middle of a spoken conversation too. */
export function TextForm({ onSend, onTyping }: { readonly onSend: (text: string) => void; readonly onTyping: () => void }) {
  const t = useTranslations('voice');
  const [text, setText] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSend(text);
    setText('');
  };
  return (
    <form onSubmit={submit} className="flex gap-2">
      <Input
        value={text}
        maxLength={10_000}
        aria-label={t('type')}
        placeholder={t('type')}
        autoComplete="off"
        onChange={(event) => {
          setText(event.target.value);
          onTyping();
        }}
      />
      <Button type="submit" size="icon" aria-label={t('send')} disabled={text.trim() === ''}>
        <SendHorizontal aria-hidden />
      </Button>
    </form>
  );
}
