import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { NewToolPage } from '@/components/tools/tool-page';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('tools'))('new') };
}

export default function NewToolRoute() {
  return <NewToolPage />;
}
