import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { newTool } from '@/components/tools/new-tool';
import { newToolKinds } from '@/components/tools/new-tool-kinds';
import { NewToolPage } from '@/components/tools/tool-page';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('tools'))('new') };
}

/** The kind stands in the address. */
export default async function NewToolRoute({ searchParams }: { readonly searchParams: Promise<{ kind?: string | string[] }> }) {
  const { kind } = await searchParams;
  return <NewToolPage starter={newTool(newToolKinds.find((known) => known === kind) ?? 'webhook')} />;
}
