'use client';

import { ErrorPage } from '@/components/layout/error-page';

export default function RouteError({ error, reset }: { readonly error: Error & { digest?: string }; readonly reset: () => void }) {
  return <ErrorPage digest={error.digest} onRetry={reset} />;
}
