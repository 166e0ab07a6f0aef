/**
 * Somebody draws while the network goes and the server is killed with kill -9: nothing that was drawn is lost, nothing
 * is there twice. SEED and TIMES choose the moments; the same seed gives the same ones.
 */
import { expect, test, type Page } from '@playwright/test'
import type { Examination } from '../../src/features/reading/model/examination'
import { Arranger } from '../support/arrange'
import { images } from '../support/images'
import { picture, saved, shown } from '../support/reading-room'
import { ask, idOfPage } from '../support/server'
import { signIn } from '../support/sign-in'
import { KillableServer } from './killable-server'
import { randomFrom } from './random'

const times = Number(process.env['TIMES'] ?? 40)
const seed = Number(process.env['SEED'] ?? 1)
const boxesPerRound = 2
const columns = 10
const againMs = 60_000

const server = new KillableServer(Number(process.env['E2E_PORT']), process.env['E2E_DATA_DIR']!)

test.beforeAll(() => server.start())
test.afterAll(() => server.kill())

test(`${times} troubles while drawing, seed ${seed}`, async ({ page, request }) => {
  test.setTimeout(times * 30_000 + 60_000)
  const random = randomFrom(seed)
  const setId = await (await Arranger.signedIn(request)).set('Trouble', ['Spot'], [images().photographs[0]!])
  await signIn(page)
  await page.goto(`/sets/${setId}`)
  await page.getByRole('button', { name: 'Take the next package' }).click()
  await shown(page)
  const reading = await openReading(page)
  let drawn = 0
  for (let round = 0; round < times; round++) {
    const trouble = round % 2 === 0 ? 'cut' : 'kill'
    const moments = { strike: random() * 500, last: 300 + random() * 1500, reload: random() < 0.3 }
    await test.step(`${round}: ${trouble} after ${Math.round(moments.strike)} ms`, async () => {
      const struck = strike(page, trouble, moments.strike)
      await page.getByRole('button', { name: 'R box' }).click()
      for (let box = 0; box < boxesPerRound; box++) await drawBox(page, drawn++)
      await struck
      await page.waitForTimeout(moments.last)
      await recover(page, trouble)
      if (moments.reload) await page.reload()
      await expect(page.getByRole('status').filter({ hasText: 'all saved' })).toBeVisible({
        timeout: againMs,
      })
      await checkReading(page, reading, drawn)
    })
  }
  await page.reload()
  await saved(page)
  await checkReading(page, reading, drawn)
})

type Trouble = 'cut' | 'kill'

async function strike(page: Page, trouble: Trouble, afterMs: number) {
  await new Promise((later) => setTimeout(later, afterMs))
  await (trouble === 'cut' ? page.context().setOffline(true) : server.kill())
}

const recover = (page: Page, trouble: Trouble) =>
  trouble === 'cut' ? page.context().setOffline(false) : server.start()

/** Boxes stand in rows, none on another. */
async function drawBox(page: Page, number: number) {
  const area = (await picture(page).boundingBox())!
  const x = area.x + area.width * (0.3 + 0.04 * (number % columns))
  const y = area.y + area.height * (0.15 + 0.08 * Math.floor(number / columns))
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + 6, y + 8)
  await page.mouse.move(x + 14, y + 18)
  await page.mouse.up()
}

async function openReading(page: Page): Promise<string> {
  const packageId = idOfPage(page, 'packages')
  const { items } = await ask<{ items: { examination_id: string | null }[] }>(
    page,
    `/packages/${packageId}/items`,
  )
  return items[0]!.examination_id!
}

/** Each box is there once, and the journal has one operation for each. */
async function checkReading(page: Page, id: string, drawn: number) {
  const { annotations, version } = await ask<Examination & { version: number }>(page, `/examinations/${id}`)
  const places = annotations.map(({ geometry }) => JSON.stringify(geometry))
  expect(places).toHaveLength(drawn)
  expect(new Set(places).size).toBe(drawn)
  expect(version).toBe(drawn)
}
