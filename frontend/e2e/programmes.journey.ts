/**
 * Reading programmes from planning to a frozen data set that comes back as it was: two readers who know nothing of each
 * other and one who decides between them, each in a browser of their own.
 */
import { expect, test, type Page } from '@playwright/test'
import type { components } from '../src/api/schema'
import type { Examination } from '../src/features/reading/model/examination'
import { Arranger } from './support/arrange'
import { mouse, type Size, type Spot, type Tool } from './support/drawing-hands'
import { pointsOf } from './support/geometries'
import { images } from './support/images'
import { readerOf } from './support/people'
import { bringIn, exported, freeze, openPart, shareOut } from './support/programme'
import { objects, saved, shown } from './support/reading-room'
import { ask, idOfPage } from './support/server'
import { signIn } from './support/sign-in'

type PackageItem = components['schemas']['PackageItemRead']
type Sample = components['schemas']['SampleRead']
type AdjudicationCase = components['schemas']['AdjudicationCase']

interface Shape {
  readonly tool: Tool
  readonly spots: readonly Spot[]
}

const box = (left: number, top: number, right: number, bottom: number): Shape => ({
  tool: 'box',
  spots: [
    [left, top],
    [right, bottom],
  ],
})

const outline = (left: number, top: number, side: number): Shape => ({
  tool: 'polygon',
  spots: [
    [left, top],
    [left + side, top + 3],
    [left + side - 5, top + side],
  ],
})

/** Pixels of the image: what a file that speaks in millimetres may round. */
const CLOSE = 0.01

for (const programme of [
  {
    title: 'photographs with boxes: one reading is chosen, and comes back from COCO',
    name: 'boxes',
    files: () => images().photographs.slice(0, 2),
    format: 'COCO',
    first: [[box(20, 20, 50, 44)], [box(10, 10, 30, 30), box(40, 12, 60, 30)]],
    second: [[box(20, 20, 50, 44)], [box(11, 10, 30, 31)]],
    decide: (judge: Page) => chooseReading(judge, 2),
  },
  {
    title: 'a CT with outlines: two readings are merged, and come back from RTSTRUCT',
    name: 'outlines',
    files: () => images().ct_series,
    format: 'DICOM RTSTRUCT',
    first: [[outline(50, 60, 30), outline(100, 60, 24)]],
    second: [[outline(52, 61, 30)]],
    decide: mergeReadings,
  },
]) {
  test(programme.title, async ({ browser, page, request }) => {
    test.setTimeout(480_000)
    const { name, files, first, second } = programme
    const arranger = await Arranger.signedIn(request)
    const groupId = await arranger.group(name)
    const setId = await arranger.setIn(groupId, `Read twice: ${name}`, ['Spot'], files(), 2)
    const [cleo, dora, judge] = await Promise.all([
      readerOf(browser, `Cleo-${name}`, await arranger.joinCode(groupId)),
      readerOf(browser, `Dora-${name}`, await arranger.joinCode(groupId)),
      readerOf(browser, `Juno-${name}`, await arranger.joinCode(groupId, 'reviewer')),
    ])
    await test.step('plan', async () => {
      await signIn(page)
      await shareOut(page, setId, [`Cleo-${name}`, `Dora-${name}`])
    })
    await test.step('read, both at once', () =>
      Promise.all([readAll(cleo, setId, first), readAll(dora, setId, second)]))
    await test.step('each is blind', async () => {
      await expectBlind(cleo, setId, `Cleo-${name}`)
      await expectBlind(dora, setId, `Dora-${name}`)
    })
    await test.step('agreement', () => expectAgreement(judge, setId, 'F1'))
    const decided = await test.step('adjudicate', async () => {
      await openMostDisputed(judge, setId)
      await programme.decide(judge)
      await judge.getByRole('button', { name: 'Undo' }).click()
      await programme.decide(judge)
      return decisionOn(judge)
    })
    expect(decided).toHaveLength(2)
    const file = await test.step('release and export', async () => {
      await freeze(page, setId, `Published ${name}`, ['Adjudications'])
      return exported(page, programme.format)
    })
    await test.step('bring in elsewhere, and take over', async () => {
      const again = await arranger.setIn(groupId, `Read again: ${name}`, ['Spot'], files())
      await bringIn(page, again, file)
      const taken = await takeOver(page, again, decided.length)
      expect(farthest(decided, taken), 'as it was decided').toBeLessThan(CLOSE)
    })
  })
}

async function readAll(page: Page, setId: string, plan: readonly (readonly Shape[])[]) {
  await page.goto(`/sets/${setId}`)
  await page.getByRole('link', { name: /^Start reading/ }).click()
  const items = await itemsOf(page)
  expect(items).toHaveLength(plan.length)
  for (const [i, shapes] of plan.entries()) {
    await expect(page.getByText(`${i + 1} / ${plan.length}`, { exact: true })).toBeVisible()
    await shown(page)
    for (const { tool, spots } of shapes) await mouse.draw(page, tool, spots, sizeOf(items[i]!.sample))
    await expect(objects(page)).toHaveCount(shapes.length)
    await saved(page)
    await page.keyboard.press('Control+Enter')
  }
  await expect(page.getByText('Every sample of this package is done.')).toBeVisible()
  await saved(page)
}

const itemsOf = async (page: Page) =>
  (await ask<{ items: PackageItem[] }>(page, `/packages/${idOfPage(page, 'packages')}/items`)).items

function sizeOf({ images: [image] }: Sample): Size {
  return { columns: image!.columns!, rows: image!.rows! }
}

/** Who has read knows of no reading but their own, on no page and in no list. */
async function expectBlind(page: Page, setId: string, own: string) {
  const { items: samples } = await ask<{ items: Sample[] }>(page, `/sets/${setId}/samples`)
  for (const { id } of samples) {
    const path = `/sets/${setId}/samples/${id}/examinations`
    const { items } = await ask<{ items: { reader_name: string }[] }>(page, path)
    expect(items.map(({ reader_name: name }) => name)).toEqual([own])
  }
  await page.goto(`/sets/${setId}/agreement`)
  await expect(page.getByText('For leads and reviewers')).toBeVisible()
}

async function expectAgreement(page: Page, setId: string, measure: string) {
  await openPart(page, setId, 'Agreement')
  await page.getByRole('button', { name: 'Measure' }).click()
  const row = page.getByRole('row').filter({ hasText: measure }).first()
  await expect(row).toBeVisible({ timeout: 60_000 })
}

/** The first of those that differ the most. */
async function openMostDisputed(page: Page, setId: string) {
  await openPart(page, setId, 'Adjudication')
  await page.getByRole('button', { name: 'Compare readings' }).click()
  // One of the two saw both objects: F1 is 2/3.
  const first = page.getByRole('row').filter({ hasText: '0.33' }).first()
  await expect(first).toBeVisible({ timeout: 60_000 })
  await first.getByRole('link').click()
  for (const alias of ['A', 'B'])
    await expect(page.getByRole('region', { name: `Reader ${alias}` }).getByText(/Zoom/)).toBeVisible()
  // Readers are letters here; which letter is whose is not to be known.
  await expect(page.getByText(/Cleo|Dora/)).toHaveCount(0)
}

/** Takes the reading that has so many objects, whoever's it is. */
async function chooseReading(page: Page, objectCount: number) {
  const { alias, reading } = await readingWith(page, objectCount)
  await reading.getByRole('button', { name: `Choose ${alias}` }).click()
  await expect(page.getByText(/^One reading chosen by Juno/)).toBeVisible()
}

/** Takes the one object of one reader, and the second one of the other. */
async function mergeReadings(page: Page) {
  const one = await readingWith(page, 1)
  await one.reading.getByRole('checkbox').check()
  const two = await readingWith(page, 2)
  await two.reading.getByRole('checkbox').nth(1).check()
  await page.getByRole('button', { name: 'Decide', exact: true }).click()
  await expect(page.getByText(/^Merged by Juno/)).toBeVisible()
}

async function readingWith(page: Page, objectCount: number) {
  for (const alias of ['A', 'B']) {
    const reading = page.getByRole('region', { name: `Reader ${alias}` })
    if ((await reading.getByRole('listitem').count()) === objectCount) return { alias, reading }
  }
  throw new Error(`No reading has ${objectCount} objects`)
}

async function decisionOn(page: Page): Promise<Spot[][]> {
  const [, setId, , sampleId] = new URL(page.url()).pathname.split('/').slice(1)
  const { decision } = await ask<AdjudicationCase>(page, `/sets/${setId}/samples/${sampleId}/adjudication`)
  return decision!.annotations.map(({ geometry }) => pointsOf(geometry))
}

async function takeOver(page: Page, setId: string, count: number): Promise<Spot[][]> {
  await page.goto(`/sets/${setId}`)
  await page.getByRole('button', { name: 'Take the next package' }).click()
  await shown(page)
  const items = await itemsOf(page)
  // The sample that was decided on is the last of its set.
  await page.goto(`/packages/${idOfPage(page, 'packages')}?sample=${items.at(-1)!.sample.id}`)
  await shown(page)
  await page.getByRole('button', { name: `Take over all ${count}` }).click()
  await expect(objects(page)).toHaveCount(count)
  await saved(page)
  const { examination_id: id } = (await itemsOf(page)).at(-1)!
  const { annotations } = await ask<Examination>(page, `/examinations/${id}`)
  expect(annotations.map(({ origin }) => origin)).toEqual(annotations.map(() => 'imported'))
  return annotations.map(({ geometry }) => pointsOf(geometry))
}

/** How far the point that has moved the most is from where it was; each object from the one that is nearest. */
function farthest(before: readonly Spot[][], after: readonly Spot[][]): number {
  const apart = (one: readonly Spot[], other: readonly Spot[]) =>
    Math.max(...one.map(([x, y]) => Math.min(...other.map((at) => Math.hypot(at[0] - x, at[1] - y)))))
  return Math.max(...before.map((one) => Math.min(...after.map((other) => apart(one, other)))))
}
