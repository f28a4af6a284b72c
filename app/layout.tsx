import type { Metadata, Viewport } from 'next';
import { NextIntlClientProvider } from 'next-intl';
import { getLocale } from 'next-intl/server';
import { ThemeProvider } from 'next-themes';
import type { ReactNode } from 'react';
import { TimeZoneCookie } from '@/components/layout/time-zone-cookie';
import { Toaster } from '@/components/ui/toaster';
import './globals.css';

// Language, theme and sign-in are the viewer's, so no page is the same for everyone.
export const dynamic = 'force-dynamic';

export const metadata: Metadata = {
  title: { default: 'Parley', template: '%s · Parley' },
  description: 'Voice agents you host yourself.',
};

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f6f4ee' },
    { media: '(prefers-color-scheme: dark)', color: '#131513' },
  ],
};

export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  return (
    // The theme's script sets the class before React looks at it.
    <html lang={await getLocale()} suppressHydrationWarning>
      <body>
        <NextIntlClientProvider>
          <ThemeProvider attribute="class" disableTransitionOnChange>
            {children}
            <Toaster />
            <TimeZoneCookie />
          </ThemeProvider>
        </NextIntlClientProvider>
      </body>
    </html>
  );
}
