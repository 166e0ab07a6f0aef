import { mkdtempSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { defineConfig } from '@playwright/test'
import { administrator } from './e2e/support/administrator'
import { patience } from './e2e/support/patience'

// Debian's browser: the one that Playwright would download is not to be had everywhere.
const chromium = process.env['ISOCENTER_TEST_CHROMIUM'] || '/usr/bin/chromium'
const flags = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-quic',
  '--disable-sync',
  '--enable-unsafe-swiftshader',
  '--no-first-run',
  '--use-angle=swiftshader',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
]

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  await new Promise((closed) => server.close(closed))
  return port
}

// Each of Playwright's processes reads this file: the first one chooses, the others inherit.
const port = (process.env['E2E_PORT'] ??= String(await freePort()))
const data = (process.env['E2E_DATA_DIR'] ??= mkdtempSync(join(tmpdir(), 'isocenter-e2e-')))
const origin = `http://127.0.0.1:${port}`
// The same journeys against two servers and two workers on MariaDB and Redis, behind nginx.
const isProduction = process.env['E2E_PRODUCTION'] === 'true'

export default defineConfig({
  testDir: 'e2e',
  globalSetup: './e2e/support/write-images.ts',
  globalTeardown: './e2e/support/tidy.ts',
  fullyParallel: true,
  workers: 2, // each waits for the server half of the time
  // What is the browser's alone, or goes the same way through the servers, has been shown on the embedded default. Jobs
  // of the kinds left out go through the same queue; the backend's tests ask what they write of MariaDB.
  ...(isProduction && {
    grepInvert:
      /by keyboard|comes? back from|beyond the graphics|marked when it changes|pointed at|pydicom reads/,
  }),
  forbidOnly: process.env['CI'] === 'true',
  timeout: 120_000 * patience,
  expect: { timeout: 15_000 * patience },
  reporter: [['list']],
  outputDir: 'test-results',
  projects: [
    { name: 'journeys', testMatch: '*.journey.ts' },
    // What the journeys left behind is what the other tests look at.
    { name: 'pages', testMatch: '*.spec.ts', dependencies: ['journeys'] },
  ],
  use: {
    baseURL: origin,
    viewport: { width: 1280, height: 800 },
    launchOptions: { executablePath: chromium, args: flags },
    // Without pictures of every step: the two cores have enough to do with the pictures themselves.
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: false },
    screenshot: 'only-on-failure',
  },
  webServer: {
    command: isProduction
      ? `.venv/bin/python -m backend.tests.production --port ${port}`
      : '.venv/bin/isocenter serve',
    cwd: resolve(import.meta.dirname, '..'),
    url: `${origin}/api/v1/health`,
    env: {
      ISOCENTER_DATA_DIR: data,
      ISOCENTER_PORT: port,
      ISOCENTER_REGISTRATION: 'open',
      ISOCENTER_FIRST_ADMIN_EMAIL: administrator.email,
      ISOCENTER_FIRST_ADMIN_PASSWORD: administrator.password,
    },
    timeout: 180_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 30_000 * patience },
  },
})
