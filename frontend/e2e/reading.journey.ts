import { expect, test, type Locator, type Page } from '@playwright/test'
import type { ExtractionRun, FeatureTable, Region } from '../src/api/types'
import type { Examination } from '../src/features/reading/model/examination'
import type { components } from '../src/api/schema'
import { expectDownloaded } from './support/extraction'
import { images } from './support/images'
import { objects, picture, saved, shown } from './support/reading-room'
import { ask, idOfPage } from './support/server'
import { signIn } from './support/sign-in'

type PackageItem = components['schemas']['PackageItemRead']

/** From files to readings and to published numbers, as one person would go. */
test('a set is made, filled, read and measured', async ({ page }) => {
  await test.step('sign in', () => signIn(page))
  await test.step('make a group', () => makeGroup(page, 'Chest readers'))
  await test.step('make a set', () => makeSet(page, 'Lung findings'))
  const setId = idOfPage(page, 'sets')
  await test.step('define labels', async () => {
    await addLabel(page, 'Nodule')
    await addLabel(page, 'Consolidation')
  })
  await test.step('upload a CT with regions, a radiograph and a photograph', () => upload(page))
  await test.step('take a package', () => takePackage(page, setId))
  const packageId = idOfPage(page, 'packages')
  const items = (await ask<{ items: PackageItem[] }>(page, `/packages/${packageId}/items`)).items
  expect(items).toHaveLength(3)
  await test.step('read the CT: a box, and a polygon on the next picture', () => readCt(page, items))
  await test.step('read the radiograph: a label for the whole image', () => readRadiograph(page, items))
  await test.step('read the photograph: no finding', () => readPhotograph(page, items))
  await test.step('nothing is lost by a reload', () => checkAfterReload(page, packageId, items))
  await test.step('extract features and watch', () => extract(page, setId))
  await test.step('download the table: the values are those of the API', () => checkTable(page))
})

async function makeGroup(page: Page, name: string) {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Groups' }).click()
  await expect(page.getByRole('heading', { name: 'Groups', level: 1 })).toBeVisible()
  await page.getByRole('button', { name: 'New group' }).first().click()
  await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill(name)
  await page.getByRole('button', { name: 'Create group' }).click()
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
}

async function makeSet(page: Page, name: string) {
  await page.getByRole('button', { name: 'New set' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Name' }).fill(name)
  await dialog.getByRole('radio', { name: 'Detection' }).check()
  await dialog.getByRole('textbox', { name: 'Guideline' }).fill('Box every nodule; outline consolidations.')
  await dialog.getByRole('button', { name: 'Create set' }).click()
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
}

const openTab = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Parts of the set' }).getByRole('link', { name }).click()

async function addLabel(page: Page, name: string) {
  await openTab(page, 'Labels')
  await page.getByRole('button', { name: 'Add label' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Name' }).fill(name)
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('table', { name: 'Labels' })).toContainText(name)
}

async function upload(page: Page) {
  const { ct_series, ct_structure, radiograph, photographs } = images()
  const files = [...ct_series, ct_structure, radiograph, photographs[0]!]
  await page.getByRole('link', { name: 'Add images' }).click()
  await page.locator('input[type=file][aria-label="Choose files"]').setInputFiles(files)
  await expect(page.getByText(`${files.length} of ${files.length} files looked at`)).toBeVisible({
    timeout: 60_000,
  })
  await expect(page.getByText('Done', { exact: true })).toBeVisible()
  await page.getByRole('link', { name: 'Open the report' }).click()
  // Other journeys may have brought some of them.
  await expect
    .poll(async () => {
      const texts = await page.getByText(/^(Stored|Already stored) \d+$/).allTextContents()
      return texts.reduce((sum, text) => sum + Number(/\d+/.exec(text)![0]), 0)
    })
    .toBe(files.length)
}

async function takePackage(page: Page, setId: string) {
  await page.goto(`/sets/${setId}`)
  await page.getByRole('button', { name: 'Take the next package' }).click()
  await expect(page.getByRole('main', { name: 'Reading room' })).toBeVisible()
}

/** Opens a sample from the rail and waits until its picture is on the screen. */
async function open(page: Page, items: PackageItem[], modality: string) {
  const index = items.findIndex(({ sample }) => sample.modality === modality)
  expect(index, `a sample of modality ${modality}`).toBeGreaterThanOrEqual(0)
  const { sample } = items[index]!
  const rail = page.getByRole('navigation', { name: 'Samples' })
  await rail.getByRole('button', { name: new RegExp(`^${index + 1}\\. `) }).click()
  await expect(picture(page)).toHaveAttribute('aria-label', new RegExp(`^${escaped(sample.title)}, picture `))
  await expect(picture(page).locator('canvas').first()).toBeVisible()
  await shown(page)
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** A point of the viewport, in parts of its width and height. */
type Spot = readonly [x: number, y: number]

async function at(area: Locator, [x, y]: Spot) {
  const box = (await area.boundingBox())!
  return { x: box.x + x * box.width, y: box.y + y * box.height }
}

async function drag(page: Page, from: Spot, to: Spot) {
  const [start, end] = [await at(picture(page), from), await at(picture(page), to)]
  await page.mouse.move(start.x, start.y)
  await page.mouse.down()
  await page.mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2)
  await page.mouse.move(end.x, end.y)
  await page.mouse.up()
}

const boxed: { from: Spot; to: Spot } = { from: [0.4, 0.4], to: [0.5, 0.55] }

async function readCt(page: Page, items: PackageItem[]) {
  await open(page, items, 'CT')
  await expect(picture(page), 'it begins in the middle').toHaveAccessibleName(/, picture 21 of 40$/)
  await picture(page).press('Home')
  await expect(picture(page).getByText('1 / 40')).toBeVisible()
  await page.getByRole('button', { name: '1 Nodule' }).click()
  await page.getByRole('button', { name: 'R box' }).click()
  await drag(page, boxed.from, boxed.to)
  await expect(objects(page)).toHaveCount(1)

  await picture(page).focus()
  await page.keyboard.press('ArrowDown')
  await expect(picture(page)).toHaveAttribute('aria-label', /, picture 2 of 40$/)
  await page.getByRole('button', { name: '2 Consolidation' }).click()
  await page.getByRole('button', { name: 'P polygon' }).click()
  for (const corner of [
    [0.55, 0.4],
    [0.65, 0.45],
    [0.6, 0.6],
  ] as const) {
    const { x, y } = await at(picture(page), corner)
    await page.mouse.click(x, y)
  }
  await page.keyboard.press('Enter')
  await expect(objects(page)).toHaveCount(2)
  await saved(page)
  await page.keyboard.press('Control+Enter')
}

async function readRadiograph(page: Page, items: PackageItem[]) {
  await open(page, items, radiographModality(items))
  await page.getByRole('button', { name: 'Whole image: Consolidation' }).click()
  await expect(page.getByRole('button', { name: 'Whole image: Consolidation' })).toHaveAttribute(
    'aria-pressed',
    'true',
  )
  await saved(page)
  await page.keyboard.press('Control+Enter')
}

const radiographModality = (items: PackageItem[]) =>
  items.map(({ sample }) => sample.modality).find((modality) => ['CR', 'DX'].includes(modality ?? '')) ?? 'CR'

async function readPhotograph(page: Page, items: PackageItem[]) {
  await open(page, items, photographModality(items))
  await picture(page).focus()
  await page.keyboard.press('x')
  await expect(page.getByRole('checkbox', { name: 'No finding' })).toBeChecked()
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('Every sample of this package is done.')).toBeVisible()
  await saved(page)
}

const photographModality = (items: PackageItem[]) =>
  items.find(({ sample }) => sample.images[0]?.kind === 'photo')!.sample.modality

async function checkAfterReload(page: Page, packageId: string, items: PackageItem[]) {
  await page.reload()
  await open(page, items, 'CT')
  await expect(objects(page)).toHaveCount(2)
  await expect(page.getByRole('button', { name: /^Nodule #1 .* mm$/ })).toBeVisible()
  await expect(page.getByRole('button', { name: /^Consolidation #2 .* mm²$/ })).toBeVisible()
  await open(page, items, radiographModality(items))
  await expect(page.getByRole('button', { name: 'Whole image: Consolidation' })).toHaveAttribute(
    'aria-pressed',
    'true',
  )
  await open(page, items, photographModality(items))
  await expect(page.getByRole('checkbox', { name: 'No finding' })).toBeChecked()

  const now = (await ask<{ items: PackageItem[] }>(page, `/packages/${packageId}/items`)).items
  expect(now.map(({ state }) => state)).toEqual(['done', 'done', 'done'])
  const ct = now.find(({ sample }) => sample.modality === 'CT')!
  const { annotations } = await ask<Examination>(page, `/examinations/${ct.examination_id}`)
  expect(annotations.map(({ kind }) => kind).toSorted()).toEqual(['box', 'polygon'])
  const box = annotations.find(({ kind }) => kind === 'box')!.geometry
  if (box.kind !== 'box') throw new Error('the box has another geometry')
  const [from, to] = [await at(picture(page), boxed.from), await at(picture(page), boxed.to)]
  // The pixels of the CT are square, so the box keeps the proportions that it was drawn with.
  expect(box.width / box.height).toBeCloseTo((to.x - from.x) / (to.y - from.y), 1)
}

async function extract(page: Page, setId: string) {
  await page.goto(`/sets/${setId}/extraction`)
  const { items: regions } = await ask<{ items: Region[] }>(page, `/sets/${setId}/regions`)
  const ready = regions.filter(({ state }) => state === 'ready').length
  expect(ready).toBeGreaterThan(0)
  await page.getByRole('link', { name: 'Extract features' }).click()
  await page.getByRole('checkbox', { name: 'Readers here' }).uncheck()
  await page.getByRole('button', { name: `Extract ${ready} regions` }).click()
  await expect(page.getByText(`${ready} of ${ready} regions done`)).toBeVisible({ timeout: 90_000 })
  await expect(page.getByText('Done', { exact: true }).first()).toBeVisible()
}

async function checkTable(page: Page) {
  const runId = idOfPage(page, 'extraction-runs')
  const run = await ask<ExtractionRun>(page, `/extraction-runs/${runId}`)
  expect(run.failed_count).toBe(0)
  const table = await ask<FeatureTable>(page, `/extraction-runs/${runId}/features?page_size=500`)
  expect(table.items).toHaveLength(run.task_count)
  await expectDownloaded(page, table)
  expect(table.columns.length).toBeGreaterThan(50)
}
