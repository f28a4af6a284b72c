import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { LiveCallPage } from '@/components/live/live-call-page';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('live'))('title') };
}

export default async function Page({ params }: { readonly params: Promise<{ conversationId: string }> }) {
  const { conversationId } = await params;
  return <LiveCallPage conversationId={conversationId} />;
}
