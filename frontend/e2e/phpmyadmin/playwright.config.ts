import { defineConfig } from '@playwright/test'
import journeys from '../../playwright.config'

// Started by backend/tests/deployment/test_phpmyadmin.py, which starts the servers.
export default defineConfig({
  testDir: '.',
  testMatch: 'schema.ts',
  workers: 1,
  timeout: 180_000,
  reporter: [['list']],
  outputDir: '../../test-results/phpmyadmin',
  use: {
    ...journeys.use,
    baseURL: process.env['PHPMYADMIN_URL'],
    locale: 'en-GB',
    viewport: { width: 1800, height: 900 },
  },
})
