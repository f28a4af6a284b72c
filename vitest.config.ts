import path from 'node:path';
import { defineConfig } from 'vitest/config';

const folders = '{app,bench,components,prisma,scripts,sdks,server}';
const importRules = 'server/imports.test.ts';
const notTests = ['**/node_modules/**', '**/generated/**', '.next/**', 'dist/**', '.data/**'];

export default defineConfig({
  resolve: { alias: { '@': path.resolve(import.meta.dirname) } },
  test: {
    // Real sockets, workers and models: what is slow on a loaded machine of two cores is not wrong.
    testTimeout: 20_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [`${folders}/**/*.test.{ts,tsx}`],
          exclude: [...notTests, '**/*.integration.test.ts', importRules],
        },
      },
      { extends: true, test: { name: 'imports', include: [importRules] } },
      {
        extends: true,
        test: {
          name: 'integration',
          include: [`${folders}/**/*.integration.test.ts`],
          exclude: notTests,
          globalSetup: ['scripts/testing/postgres.global-setup.ts'],
        },
      },
    ],
  },
});
