import { notFound } from 'next/navigation';
import { DesignPage } from '@/components/ui/design-page';

/** Every part of the design system in every state; for those who build it. */
export default function Page() {
  if (process.env.NODE_ENV === 'production') notFound();
  return <DesignPage />;
}
