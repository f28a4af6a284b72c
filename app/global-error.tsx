'use client';

/** Stands in for the root layout when that fails, so it can use nothing that the layout brings. */
export default function GlobalError({ reset }: { readonly error: Error & { digest?: string }; readonly reset: () => void }) {
  return (
    <html lang="en">
      <body style={{ fontFamily: 'system-ui, sans-serif', display: 'grid', placeItems: 'center', minHeight: '100vh', margin: 0 }}>
        <main role="alert" style={{ textAlign: 'center' }}>
          <h1 style={{ fontSize: '1.5rem' }}>Something went wrong</h1>
          <button type="button" onClick={reset} style={{ padding: '0.6rem 1rem', font: 'inherit' }}>
            Try again
          </button>
        </main>
      </body>
    </html>
  );
}
