import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { NewTestPage } from '@/components/tests/test-page';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('tests'))('new') };
}

export default function NewTestRoute() {
  return <NewTestPage />;
}
