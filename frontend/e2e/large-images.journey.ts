import { execFileSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import type { components } from '../src/api/schema'
import type { Examination } from '../src/features/reading/model/examination'
import { Arranger } from './support/arrange'
import { brightPart } from './support/bright-part'
import { keyboard, type Spot } from './support/drawing-hands'
import { picture, saved, shown } from './support/reading-room'
import { ask, idOfPage } from './support/server'
import { signIn } from './support/sign-in'

type PackageItem = components['schemas']['PackageItemRead']

const repository = resolve(import.meta.dirname, '../..')
const size = { columns: 8301, rows: 401 }
/** The corners of the bright square that backend/tests/large_images.py draws. */
const square: readonly [Spot, Spot] = [
  [4050, 100],
  [4250, 300],
]

/** Neither fits into the graphics of Chromium here, which end at 8,192 pixels. */
test('images beyond the graphics come smaller, and are read in their own pixels', async ({
  page,
  request,
}) => {
  const setId = await (await Arranger.signedIn(request)).set('Large images', ['Square'], writeLargeImages())
  await signIn(page)
  await page.goto(`/sets/${setId}`)
  await page.getByRole('button', { name: 'Take the next package' }).click()
  await shown(page)
  const { items } = await ask<{ items: PackageItem[] }>(page, `/packages/${idOfPage(page, 'packages')}/items`)
  expect(items.map(({ sample }) => sample.images[0]!.kind === 'photo').toSorted()).toEqual([false, true])

  for (const { sample, examination_id } of items) {
    const isPhoto = sample.images[0]!.kind === 'photo'
    await test.step(isPhoto ? 'a photograph' : 'a radiograph', async () => {
      const open = async () => {
        await page.goto(`/packages/${idOfPage(page, 'packages')}?sample=${sample.id}`)
        await expect(picture(page)).toHaveAccessibleName(new RegExp(`^${sample.title}, picture 1 of 1`))
        await shown(page)
      }
      await open()
      await expect(page.getByText(`shown at ${isPhoto ? 99 : 50} % of its pixels`)).toBeVisible()
      await keyboard.draw(page, 'box', square, size)
      await saved(page)
      await open()
      const id = examination_id ?? (await examinationOf(page, sample.id))
      const { annotations } = await ask<Examination>(page, `/examinations/${id}`)
      expect(annotations.map(({ geometry }) => geometry)).toEqual([
        { kind: 'box', x: square[0][0], y: square[0][1], width: 200, height: 200 },
      ])
      await checkPicture(page)
    })
  }
})

function writeLargeImages(): string[] {
  const folder = join(process.env['E2E_DATA_DIR']!, 'large')
  const python = join(repository, '.venv/bin/python')
  execFileSync(python, ['-m', 'backend.tests.large_images', folder], { cwd: repository })
  return ['large.dcm', 'large.png'].map((name) => join(folder, name))
}

async function examinationOf(page: Page, sampleId: string): Promise<string> {
  const { items } = await ask<{ items: PackageItem[] }>(page, `/packages/${idOfPage(page, 'packages')}/items`)
  return items.find(({ sample }) => sample.id === sampleId)!.examination_id!
}

/** Seen from near, the box lies around the square: to what a pixel of the screen shows, and a pixel sent. */
async function checkPicture(page: Page) {
  for (let step = 0; step < 12; step++) await picture(page).press('Equal')
  await page.keyboard.press('q')
  const square = await brightPart(page, picture(page))
  await page.keyboard.press('q')
  const corners = await picture(page)
    .locator('svg polygon')
    .first()
    .evaluate((element: SVGPolygonElement) => {
      const { left, top } = element.ownerSVGElement!.getBoundingClientRect()
      return Array.from(element.points, ({ x, y }): Spot => [x + left, y + top])
    })
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)]
  const perPixel = (Math.max(...xs) - Math.min(...xs)) / 200
  const off = [
    Math.min(...xs) - square.left,
    Math.max(...xs) - square.right,
    Math.min(...ys) - square.top,
    Math.max(...ys) - square.bottom,
  ]
  expect(Math.max(...off.map(Math.abs)), off.join(', ')).toBeLessThanOrEqual(1 + perPixel)
}
