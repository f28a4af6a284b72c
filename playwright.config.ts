import { tmpdir } from 'node:os';
import path from 'node:path';
import { defineConfig } from '@playwright/test';
import { livekitUnderTest } from './e2e/fixtures/livekit';
import { findChromium } from './scripts/testing/find-chromium';

const port = process.env['PARLEY_E2E_PORT'] ?? '3555';
const dataDir = process.env['PARLEY_E2E_DATA_DIR'] ?? path.join(tmpdir(), `parley-e2e-${port}`);
const baseURL = `http://127.0.0.1:${port}`;
const chromium = findChromium();
// `npm test` finds or builds a LiveKit server; without one the tests by WebRTC are skipped.
const livekit = livekitUnderTest();

// Tests that run the command line (a sign-in link, an API key) reach the same installation through these.
Object.assign(process.env, { DATA_DIR: dataDir, PORT: port, PARLEY_E2E_URL: baseURL });

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  // Two cores: one conversation with its browser and speech engines at a time keeps its times honest.
  workers: 1,
  fullyParallel: false,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  forbidOnly: process.env['CI'] !== undefined,
  retries: 0,
  reporter: [['list'], ['./scripts/testing/playwright-count-reporter.ts']],
  use: {
    baseURL,
    viewport: { width: 1440, height: 900 },
    permissions: ['microphone'],
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(chromium === undefined ? {} : { executablePath: chromium }),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--use-fake-ui-for-media-stream',
        '--use-fake-device-for-media-stream',
        '--autoplay-policy=no-user-gesture-required',
      ],
    },
  },
  // The real product, as `npm start` brings it up, on a folder of its own.
  webServer: [
    ...(livekit === undefined ? [] : [livekit.webServer]),
    {
      command: 'node scripts/bootstrap.mjs scripts/start.ts',
      url: `${baseURL}/api/health`,
      timeout: 600_000,
      reuseExistingServer: process.env['PARLEY_E2E_PORT'] === undefined,
      gracefulShutdown: { signal: 'SIGTERM', timeout: 30_000 },
      stdout: process.env['PARLEY_E2E_OUTPUT'] === undefined ? 'ignore' : 'pipe',
      stderr: 'pipe',
      env: {
        DATA_DIR: dataDir,
        PORT: port,
        HOST: '127.0.0.1',
        PARLEY_MODELS: process.env['PARLEY_MODELS'] ?? 'off',
        PARLEY_DRAIN_SECONDS: '2',
        // Tests bring models, tools and receivers of webhooks of their own.
        PARLEY_ALLOW_PRIVATE_HOSTS: '127.0.0.1',
        ...livekit?.env,
      },
    },
  ],
});
