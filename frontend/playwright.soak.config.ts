import { defineConfig } from '@playwright/test'
import base from './playwright.config'

/** What is run by hand: `npm run soak` with TIMES and SEED, `npm run measure`. They start and kill the server themselves. */
export default defineConfig({
  ...base,
  testDir: 'e2e/soak',
  projects: [
    { name: 'soak', testMatch: '*.soak.ts' },
    { name: 'measure', testMatch: '*.measure.ts' },
  ],
  webServer: undefined,
  // Hours of pictures are kept by nobody: the seed gives the same troubles again.
  use: { ...base.use, ...(Number(process.env['TIMES'] ?? 40) > 40 && { trace: 'off' }) },
})
