import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { SharedReplay } from '@/components/conversations/shared-replay';
import { Wordmark } from '@/components/layout/wordmark';
import { api } from '../../server-api';

interface SharePageProps {
  readonly params: Promise<{ token: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('share'))('metaTitle'), robots: { index: false }, referrer: 'no-referrer' };
}

/** A conversation as whoever has its link sees it. */
export default async function SharePage({ params }: SharePageProps) {
  const { token } = await params;
  const t = await getTranslations('share');
  const conversation = await shared(token);
  return (
    <div className="flex min-h-dvh flex-col">
      <main className="flex flex-1 flex-col">
        {conversation === undefined ? (
          <div className="m-auto grid max-w-md gap-2 px-4 py-16 text-center">
            <h1 className="font-serif text-2xl font-medium">{t('goneTitle')}</h1>
            <p className="text-base text-ink-soft text-pretty">{t('goneHelp')}</p>
          </div>
        ) : (
          <SharedReplay conversation={conversation} />
        )}
      </main>
      <footer className="flex justify-center py-5">
        <Wordmark isMarkOnly className="text-base" />
      </footer>
    </div>
  );
}

/** Undefined for a link that is unknown, taken back or expired. */
async function shared(token: string) {
  try {
    return await (await api()).shares.open({ token });
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
    if (code === 'NOT_FOUND' || code === 'BAD_REQUEST') return undefined;
    throw error;
  }
}
