import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { Button } from '@/components/ui/button';

export default async function NotFound() {
  const t = await getTranslations('problem');
  return (
    <main className="m-auto grid min-h-[70dvh] max-w-md place-content-center justify-items-center gap-3 px-6 text-center">
      <h1 className="font-serif text-2xl font-medium">{t('notFoundTitle')}</h1>
      <p className="text-sm text-ink-soft text-pretty">{t('notFoundHelp')}</p>
      <Button asChild look="primary" className="mt-2">
        <Link href="/">{t('start')}</Link>
      </Button>
    </main>
  );
}
