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
})
