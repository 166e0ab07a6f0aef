import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import type { ExtractionRun, FeatureTable } from '../src/api/types'
import { Arranger } from './support/arrange'
import { mouse, type Size, type Spot } from './support/drawing-hands'
import { expectDownloaded } from './support/extraction'
import { images } from './support/images'
import { objects, picture, saved, shown } from './support/reading-room'
import { ask, idOfPage } from './support/server'
import { signIn } from './support/sign-in'

/** Of the artificial CT. */
const ct: Size = { columns: 192, rows: 192 }

test('images with regions are planned, computed, sorted and downloaded', async ({ page, request }) => {
  const arranger = await Arranger.signedIn(request)
  const setId = await arranger.setIn(await arranger.group('numbers'), 'Numbers', ['Lesion'], [])
  await signIn(page)
  await test.step('import', () => upload(page, setId))
  await test.step('plan, without a region and with it', () => planAll(page, setId))
  await test.step('run', () => run(page, 2))
  const table = await test.step('sort by a feature', () => sort(page))
  await test.step('look where values came from', () => lookInto(page, 'Lesion'))
  await test.step('the download has the values of the API', () => expectDownloaded(page, table))
})

async function upload(page: Page, setId: string) {
  const { mr_series, mr_segmentation } = images()
  const files = [...mr_series, mr_segmentation]
  await page.goto(`/sets/${setId}/upload`)
  await page.locator('input[type=file][aria-label="Choose files"]').setInputFiles(files)
  await expect(page.getByText(`${files.length} of ${files.length} files looked at`)).toBeVisible({
    timeout: 60_000,
  })
}

const planned = (page: Page) => page.getByRole('table', { name: 'Plan' }).getByRole('row')

async function planAll(page: Page, setId: string) {
  await page.goto(`/sets/${setId}/extraction`)
  await page.getByRole('link', { name: 'Extract features' }).click()
  await expect(planned(page).filter({ hasText: 'Lesion' }).getByText('Ready')).toBeVisible()

  const ventricles = page.getByRole('checkbox', { name: 'Ventricles' })
  await ventricles.uncheck()
  await expect(planned(page).filter({ hasText: 'Ventricles' }).getByText('Skipped')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Extract 1 region' })).toBeEnabled()
  await ventricles.check()
  await expect(page.getByRole('button', { name: 'Extract 2 regions' })).toBeEnabled()
}

/** Starts what is planned and watches until all of it is done. */
async function run(page: Page, count: number) {
  await page.getByRole('button', { name: new RegExp(`^Extract ${count} region`) }).click()
  await expect(page.getByText(/\d+ of \d+ regions? done/)).toBeVisible()
  await expect(page.getByText(`${count} of ${count} regions done`)).toBeVisible({ timeout: 60_000 })
  await expect(page.getByText('Done', { exact: true }).first()).toBeVisible()
}

const entropy = 'original_firstorder_Entropy'

async function sort(page: Page): Promise<FeatureTable> {
  const runId = idOfPage(page, 'extraction-runs')
  await page.getByRole('button', { name: '107 of 107 columns' }).click()
  await expectAccessible(page, '[role=dialog]')
  await page.getByRole('textbox', { name: 'Words in the name' }).fill('firstorder entropy')
  await expect(page.getByRole('button', { name: '1 of 107 columns' })).toBeVisible()
  await page.keyboard.press('Escape')
  for (const [direction, asked] of [
    ['ascending', entropy],
    ['descending', `-${entropy}`],
  ] as const) {
    await page.getByTitle(entropy).click()
    await expect(page.getByRole('columnheader', { name: /firstorder\s*Entropy/ })).toHaveAttribute(
      'aria-sort',
      direction,
    )
    const { items } = await ask<FeatureTable>(page, `/extraction-runs/${runId}/features?sort=${asked}`)
    await expect(page.getByRole('table', { name: 'Features' }).getByRole('rowheader')).toHaveText(
      items.map(({ region_name }) => region_name),
    )
  }
  return ask<FeatureTable>(page, `/extraction-runs/${runId}/features?page_size=500`)
}

async function lookInto(page: Page, region: string) {
  await page.getByRole('rowheader', { name: region }).getByRole('button').press('Enter')
  const drawer = page.getByRole('dialog', { name: new RegExp(`^${region} of `) })
  await expect(drawer.getByText('pyradiomics', { exact: true })).toBeVisible()
  await expectAccessible(page, '[role=dialog]')
  await page.keyboard.press('Escape')
  await expect(drawer).toBeHidden()
}

const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** What is opened over a page; pages.spec.ts looks at the pages. */
async function expectAccessible(page: Page, part: string) {
  await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== 'running'))
  const { violations } = await new AxeBuilder({ page }).include(part).withTags(wcag).analyze()
  expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))).toEqual([])
}

test('what a reader outlines is measured, and marked when it changes', async ({ page, request }) => {
  test.setTimeout(240_000)
  const arranger = await Arranger.signedIn(request)
  const groupId = await arranger.group('outlines')
  const setId = await arranger.setIn(groupId, 'Outlines', ['Nodule'], images().ct_series)
  await signIn(page)
  await test.step('outline on three slices', () => outline(page, setId))
  const packageId = idOfPage(page, 'packages')
  const first = await test.step('extract', () => extractOutline(page, setId))
  expect(first.volume).toBeGreaterThan(0)
  await test.step('stretch an outline', () => moveOutline(page, packageId))
  await test.step('the values are marked', () => expectStale(page, first.runId))
  const second = await test.step('run again', () => runAgain(page))
  expect(second.volume).not.toBe(first.volume)
})

const corners: readonly Spot[] = [
  [70, 80],
  [110, 82],
  [90, 112],
]

/** Pictures take their time beside runs that compute. */
async function onScreen(page: Page) {
  await expect(picture(page).getByText(/Zoom \d+ %/)).toBeVisible({ timeout: 60_000 })
  await shown(page)
}

async function outline(page: Page, setId: string) {
  await page.goto(`/sets/${setId}`)
  await page.getByRole('button', { name: 'Take the next package' }).click()
  await expect(page.getByRole('main', { name: 'Reading room' })).toBeVisible()
  await onScreen(page)
  await picture(page).press('Home')
  await expect(picture(page).getByText('1 / 40')).toBeVisible()
  for (let slice = 1; slice <= 3; slice++) {
    await picture(page).press('ArrowDown')
    // The picture is named for where the reader goes; strokes belong to the one on the screen, which says its number.
    await expect(picture(page).getByText(`${slice + 1} / 40`)).toBeVisible()
    await mouse.draw(page, 'polygon', corners, ct)
    await expect(objects(page)).toHaveCount(slice)
  }
  await saved(page)
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('Every sample of this package is done.')).toBeVisible()
  await saved(page)
}

async function extractOutline(page: Page, setId: string) {
  await page.goto(`/sets/${setId}/extraction/plan`)
  const nodule = planned(page).filter({ hasText: 'Nodule' }).filter({ hasText: 'Drawn here' })
  await expect(nodule.getByText('Ready')).toBeVisible()
  await page.getByRole('checkbox', { name: 'Imported files' }).uncheck()
  await run(page, 1)
  return volumeOfRun(page)
}

async function volumeOfRun(page: Page) {
  const runId = idOfPage(page, 'extraction-runs')
  const table = await ask<FeatureTable>(page, `/extraction-runs/${runId}/features`)
  expect(table.items).toHaveLength(1)
  const volume = table.items[0]!.values[table.columns.indexOf('original_shape_VoxelVolume')]!
  return { runId, volume }
}

/** Stretches the outline of the first slice that has one. */
async function moveOutline(page: Page, packageId: string) {
  await page.goto(`/packages/${packageId}`)
  await onScreen(page)
  await page
    .getByRole('region', { name: 'On this image' })
    .getByRole('button', { name: /^Nodule #2/ })
    .click()
  await picture(page).focus()
  for (let step = 0; step < 8; step++) await page.keyboard.press('Alt+ArrowDown')
  // What is changed has to be called done again.
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('Every sample of this package is done.')).toBeVisible()
  await saved(page)
}

async function expectStale(page: Page, runId: string) {
  await page.goto(`/extraction-runs/${runId}`)
  await expect(page.getByText(/^1 region has changed since its values were computed/)).toBeVisible()
  await expect(page.getByRole('rowheader', { name: /^Nodule.*stale/ })).toBeVisible()
  const { stale_count } = await ask<ExtractionRun>(page, `/extraction-runs/${runId}`)
  expect(stale_count).toBe(1)
}

async function runAgain(page: Page) {
  const before = idOfPage(page, 'extraction-runs')
  await page.getByRole('button', { name: 'Run again' }).click()
  await expect(page).not.toHaveURL(new RegExp(before))
  await expect(page.getByText('1 of 1 regions done')).toBeVisible({ timeout: 60_000 })
  await expect(page.getByText(/changed since its values/)).toHaveCount(0)
  return volumeOfRun(page)
}
