import { expect, test, type Page } from '@playwright/test'
import type { components } from '../src/api/schema'
import type { Examination } from '../src/features/reading/model/examination'
import { Arranger } from './support/arrange'
import {
  keyboard,
  mouse,
  placeOf,
  type DrawingHands,
  type Size,
  type Spot,
  type Tool,
} from './support/drawing-hands'
import { pointsOf, type Geometry } from './support/geometries'
import { images } from './support/images'
import { readerOf } from './support/people'
import { objects, picture, saved, shown } from './support/reading-room'
import { ask, idOfPage } from './support/server'

type PackageItem = components['schemas']['PackageItemRead']

/** Half a pixel of the image: closer than a hand can mean. */
const HALF = 0.5

for (const [way, hands] of [
  ['mouse', mouse],
  ['keyboard', keyboard],
] as const) {
  test(`two readers read the same three images, by ${way}`, async ({ browser, request }) => {
    test.setTimeout(480_000)
    const arranger = await Arranger.signedIn(request)
    const groupId = await arranger.group(`two by ${way}`)
    const { ct_series, radiograph, photographs } = images()
    const files = [...ct_series, radiograph, photographs[0]!]
    const setId = await arranger.setIn(groupId, `Two by ${way}`, ['Nodule', 'Mass'], files, 2)

    const kept: Geometry[][] = []
    for (const [i, name] of ['Cleo', 'Dora'].entries()) {
      const code = await arranger.joinCode(groupId)
      const page = await readerOf(browser, `${name}-${way}`, code)
      const plan = shapesOf(10 * i)
      await test.step(`${name} reads`, () => readAll(page, hands, setId, plan))
      kept.push(await test.step(`${name} finds all after a reload`, () => checkAll(page, plan)))
      await page.context().close()
    }
    // Neither sees, nor changes, what the other one drew.
    expect(kept[0]).not.toEqual(kept[1])
  })
}

interface Planned {
  readonly tool: Tool
  readonly spots: readonly Spot[]
}

/** One of each shape, in pixels of the CT; the second reader sees everything a little further on. */
function shapesOf(shift: number): Planned[] {
  const moved = (spots: readonly Spot[]): Spot[] => spots.map(([x, y]) => [x + shift, y + shift])
  // Near the tens from the middle, where the crosshair begins: an arrow goes one pixel, or with Shift ten.
  const plan: Planned[] = [
    {
      tool: 'box',
      spots: [
        [46, 55],
        [66, 76],
      ],
    },
    {
      tool: 'ellipse',
      spots: [
        [106, 56],
        [126, 67],
      ],
    },
    {
      tool: 'polygon',
      spots: [
        [76, 95],
        [96, 95],
        [86, 116],
      ],
    },
    // Along rows and columns, as arrows go.
    {
      tool: 'freehand',
      spots: [
        [116, 106],
        [136, 106],
        [136, 126],
        [126, 126],
        [126, 137],
        [116, 137],
      ],
    },
    { tool: 'point', spots: [[56, 117]] },
    {
      tool: 'length',
      spots: [
        [66, 136],
        [86, 126],
      ],
    },
    {
      tool: 'spline',
      spots: [
        [46, 26],
        [66, 26],
        [56, 45],
      ],
    },
    {
      tool: 'angle',
      spots: [
        [76, 26],
        [96, 26],
        [96, 45],
      ],
    },
    {
      tool: 'bidirectional',
      spots: [
        [106, 35],
        [126, 35],
        [116, 26],
        [116, 45],
      ],
    },
    {
      tool: 'arrow',
      spots: [
        [136, 26],
        [146, 45],
      ],
    },
  ]
  return plan.map(({ tool, spots }) => ({ tool, spots: moved(spots) }))
}

async function readAll(page: Page, hands: DrawingHands, setId: string, plan: Planned[]) {
  await page.goto(`/sets/${setId}`)
  await hands.press(page.getByRole('button', { name: 'Take the next package' }))
  await expect(page.getByRole('main', { name: 'Reading room' })).toBeVisible()
  const items = await itemsOf(page)
  expect(items).toHaveLength(3)
  for (const [i, item] of items.entries()) {
    await onScreen(page, item, i)
    if (kindOf(item) === 'ct') await drawAll(page, hands, plan, sizeOf(item))
    if (kindOf(item) === 'radiograph') await hands.press(wholeImage(page))
    if (kindOf(item) === 'photograph') await picture(page).press('x')
    await saved(page)
    await page.keyboard.press('Control+Enter')
  }
  await expect(page.getByText('Every sample of this package is done.')).toBeVisible()
  await saved(page)
}

const itemsOf = async (page: Page) =>
  (await ask<{ items: PackageItem[] }>(page, `/packages/${idOfPage(page, 'packages')}/items`)).items

function kindOf({ sample }: PackageItem): 'ct' | 'radiograph' | 'photograph' {
  const { kind, modality } = sample.images[0]!
  if (kind === 'photo') return 'photograph'
  return modality === 'CT' ? 'ct' : 'radiograph'
}

function sizeOf({ sample }: PackageItem): Size {
  const { columns, rows } = sample.images[0]!
  return { columns: columns!, rows: rows! }
}

const wholeImage = (page: Page) => page.getByRole('button', { name: 'Whole image: Nodule' })

async function onScreen(page: Page, { sample }: PackageItem, i: number) {
  await expect(page.getByText(`${i + 1} / 3`, { exact: true })).toBeVisible()
  await expect(picture(page)).toHaveAccessibleName(new RegExp(`^${sample.title}, picture `))
  await shown(page)
}

async function drawAll(page: Page, hands: DrawingHands, plan: Planned[], size: Size) {
  for (const [i, { tool, spots }] of plan.entries()) {
    await hands.draw(page, tool, spots, size)
    await expect(objects(page), `${tool} is drawn`).toHaveCount(i + 1)
  }
}

async function checkAll(page: Page, plan: Planned[]): Promise<Geometry[]> {
  await page.reload()
  const items = await itemsOf(page)
  expect(items.map(({ state }) => state)).toEqual(['done', 'done', 'done'])
  let drawn: Geometry[] = []
  for (const [i, item] of items.entries()) {
    await page.goto(`/packages/${idOfPage(page, 'packages')}?sample=${item.sample.id}`)
    await onScreen(page, item, i)
    if (kindOf(item) === 'ct') drawn = await checkCt(page, item, plan)
    if (kindOf(item) === 'radiograph') await expect(wholeImage(page)).toHaveAttribute('aria-pressed', 'true')
    if (kindOf(item) === 'photograph')
      await expect(page.getByRole('checkbox', { name: 'No finding' })).toBeChecked()
  }
  return drawn
}

async function checkCt(page: Page, item: PackageItem, plan: Planned[]): Promise<Geometry[]> {
  await expect(objects(page)).toHaveCount(plan.length)
  const { annotations } = await ask<Examination>(page, `/examinations/${item.examination_id}`)
  for (const { tool, spots } of plan) {
    const { geometry } = annotations.find(({ kind }) => kind === tool)!
    expect(apart(pointsOf(geometry), spots), `${tool} as it was drawn`).toBeLessThanOrEqual(HALF)
  }
  await checkPicture(page, sizeOf(item), plan)
  return annotations.map(({ geometry }) => geometry)
}

/** How far the spot that was missed most is from the nearest point that is there. */
const apart = (points: readonly Spot[], spots: readonly Spot[]): number =>
  Math.max(...spots.map(([x, y]) => Math.min(...points.map((p) => Math.hypot(p[0] - x, p[1] - y)))))

/** The box is drawn over the pixels that it is about. */
async function checkPicture(page: Page, size: Size, plan: Planned[]) {
  const { scale, at } = await placeOf(page, size)
  const outline = picture(page).locator('svg polygon').first()
  const corners = await outline.evaluate((element: SVGPolygonElement) => {
    const { left, top } = element.ownerSVGElement!.getBoundingClientRect()
    return Array.from(element.points, ({ x, y }) => [x + left, y + top] as const)
  })
  const { spots } = plan.find(({ tool }) => tool === 'box')!
  expect(apart(corners, spots.map(at))).toBeLessThanOrEqual(HALF * scale)
}
