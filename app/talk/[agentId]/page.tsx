import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Wordmark } from '@/components/layout/wordmark';
import { PublicTalk } from '@/components/voice/public-talk';
import { api } from '../../server-api';

interface TalkPageProps {
  readonly params: Promise<{ agentId: string }>;
  readonly searchParams: Promise<{ token?: string }>;
}

export async function generateMetadata({ params, searchParams }: TalkPageProps): Promise<Metadata> {
  const t = await getTranslations('talk');
  const agent = await introduction((await params).agentId, (await searchParams).token);
  return { title: agent === undefined ? t('unknownTitle') : t('metaTitle', { name: agent.name }), robots: { index: false } };
}

export default async function TalkPage({ params, searchParams }: TalkPageProps) {
  const { agentId } = await params;
  const { token } = await searchParams;
  const t = await getTranslations('talk');
  const agent = await introduction(agentId, token);
  return (
    <div className="flex min-h-dvh flex-col">
      <main className="mx-auto flex w-full max-w-2xl flex-1 flex-col px-4 pt-8 sm:pt-14">
        {agent === undefined ? (
          <div className="m-auto grid max-w-md gap-2 py-16 text-center">
            <h1 className="font-serif text-2xl font-medium">{t('unknownTitle')}</h1>
            <p className="text-base text-ink-soft text-pretty">{t('unknownHelp')}</p>
          </div>
        ) : (
          <PublicTalk agentId={agentId} agentName={agent.name} {...(token === undefined ? {} : { token })} />
        )}
      </main>
      <footer className="flex justify-center py-5">
        <span className="inline-flex items-center gap-2 text-xs text-ink-faint">
          <Wordmark isMarkOnly className="text-base" />
          {t('poweredBy')}
        </span>
      </footer>
    </div>
  );
}

/** Undefined for an agent that this visitor cannot talk to, for whatever reason: the page does not tell which agents there are. */
async function introduction(agentId: string, token: string | undefined) {
  try {
    return await (await api()).agents.introduce({ agentId, ...(token === undefined ? {} : { token }) });
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && (error.code === 'NOT_FOUND' || error.code === 'BAD_REQUEST')) return undefined;
    throw error;
  }
}
