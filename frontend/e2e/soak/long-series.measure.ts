/**
 * How a CT of a thousand slices comes in through the browser, and how it scrolls: numbers for docs/benchmarks.md.
 * Nothing here fails for being slow.
 */
import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { Arranger } from '../support/arrange'
import { picture, shown } from '../support/reading-room'
import { signIn } from '../support/sign-in'
import { KillableServer } from './killable-server'
import { memoryOf } from './memory'

const repository = resolve(import.meta.dirname, '../../..')
const slices = 1000
const server = new KillableServer(Number(process.env['E2E_PORT']), process.env['E2E_DATA_DIR']!)

test.beforeAll(() => server.start())
test.afterAll(() => server.kill())

test(`a CT of ${slices} slices`, async ({ page, request }) => {
  test.setTimeout(900_000)
  const arranger = await Arranger.signedIn(request)
  const setId = await arranger.setIn(await arranger.group('Long'), 'Long series', ['Nodule'], [])
  await signIn(page)
  const memory = { before: memoryOf(server.pid) }
  report('intake', { seconds: await bringIn(page, setId), ...memory, after: memoryOf(server.pid) })

  await page.goto(`/sets/${setId}`)
  const asked = Date.now()
  await page.getByRole('button', { name: 'Take the next package' }).click()
  await shown(page)
  report('opened', { ms: Date.now() - asked })
  await timeSteps(page)
  await page.mouse.move(600, 400)
  await wheel(page, 'from the first', 100)
  await jump(page, 'End', slices)
  await wheel(page, 'back from the last', -100)
  await jump(page, 'Home', 1)
  await wheel(page, 'to the middle', 100, slices / 2 - 1, 0)
  await expect(picture(page)).toHaveAccessibleName(new RegExp(`picture ${slices / 2} of ${slices}$`))
  report('at the end', memoryOf(server.pid))
})

const report = (what: string, numbers: object) =>
  process.stdout.write(`${what} ${JSON.stringify({ ...numbers, load: Number(loadavg()[0]!.toFixed(1)) })}\n`)

async function bringIn(page: Page, setId: string): Promise<number> {
  const folder = join(process.env['E2E_DATA_DIR']!, 'long')
  const python = join(repository, '.venv/bin/python')
  execFileSync(python, ['-m', 'backend.tests.long_series', folder], { cwd: repository })
  const files = readdirSync(folder).map((name) => join(folder, name))
  await page.goto(`/sets/${setId}/upload`)
  const began = performance.now()
  await page.locator('input[type=file][aria-label="Choose files"]').setInputFiles(files)
  const every = /1,?000 of 1,?000 files looked at/
  await expect(page.getByText(every)).toBeVisible({ timeout: 600_000 })
  await expect(page.getByText('Done', { exact: true })).toBeVisible({ timeout: 60_000 })
  return Math.round((performance.now() - began) / 100) / 10
}

declare global {
  interface Window {
    stepsMs: number[]
  }
}

/** From the turn of the wheel, or the key, until Cornerstone has drawn. */
const timeSteps = (page: Page) =>
  picture(page).evaluate((element) => {
    let asked = 0
    window.stepsMs = []
    for (const type of ['wheel', 'keydown'])
      element.addEventListener(type, () => (asked = performance.now()), { capture: true })
    const drawn = () => {
      if (asked) window.stepsMs.push(performance.now() - asked)
      asked = 0
    }
    element.addEventListener('CORNERSTONE_IMAGE_RENDERED', drawn, { capture: true })
  })

async function wheel(page: Page, where: string, by: number, steps = 60, pauseMs = 60) {
  for (let step = 0; step < steps; step++) {
    await page.mouse.wheel(0, by)
    if (pauseMs) await page.waitForTimeout(pauseMs)
  }
  await page.waitForTimeout(1000)
  await tell(page, `wheel ${where}`)
}

async function jump(page: Page, key: string, to: number) {
  await picture(page).press(key)
  await expect(picture(page)).toHaveAccessibleName(new RegExp(`picture ${to} of ${slices}$`))
  await page.waitForTimeout(1000)
  await tell(page, key)
}

async function tell(page: Page, what: string) {
  const sorted = (await page.evaluate(() => window.stepsMs.splice(0))).toSorted((a, b) => a - b)
  const at = (part: number) =>
    Math.round(sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))]!)
  report(what, { steps: sorted.length, medianMs: at(0.5), p95Ms: at(0.95), mostMs: at(1) })
}
