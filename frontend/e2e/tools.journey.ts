/**
 * Every tool, by the mouse and by keys, over all pairs of tool, hand, zoom, orientation and image: what is saved is what
 * was pointed at, to half a pixel of the image or one of the screen, whichever is larger.
 */
import { expect, test, type Page } from '@playwright/test'
import type { components } from '../src/api/schema'
import type { Examination } from '../src/features/reading/model/examination'
import { Arranger } from './support/arrange'
import type { Size, Spot } from './support/drawing-hands'
import { pointsOf, type Geometry } from './support/geometries'
import { images } from './support/images'
import { Lie, type Turn } from './support/lie'
import { allPairs } from './support/pairs'
import { picture, saved, shown } from './support/reading-room'
import { ask, idOfPage } from './support/server'
import { signIn } from './support/sign-in'

type PackageItem = components['schemas']['PackageItemRead']
type Tool = Exclude<Geometry['kind'], 'image_label' | 'mask'>
type Hand = 'mouse' | 'keys'

interface Case {
  readonly tool: Tool
  readonly turns: readonly Turn[]
  readonly zooms: number
  readonly hand: Hand
}

/** How each is drawn: its key, its points around the middle in steps of some twenty pixels of the screen, and how. */
const TOOLS: Record<Tool, { key: string; spots: readonly Spot[]; by: 'drag' | 'clicks' | 'corners' }> = {
  box: { key: 'r', spots: [[-3, -2], [2, 3]], by: 'drag' }, // prettier-ignore
  ellipse: { key: 'o', spots: [[-2, -3], [3, 2]], by: 'drag' }, // prettier-ignore
  polygon: { key: 'p', spots: [[-3, -2], [3, -1], [0, 3]], by: 'corners' }, // prettier-ignore
  spline: { key: 'j', spots: [[-3, -2], [3, -1], [1, 3], [-2, 2]], by: 'corners' }, // prettier-ignore
  freehand: { key: 'f', spots: [[-2, -2], [2, -2], [2, 3], [-2, 3]], by: 'drag' }, // prettier-ignore
  point: { key: 'k', spots: [[1, -2]], by: 'clicks' },
  length: { key: 'm', spots: [[-3, 1], [2, -2]], by: 'drag' }, // prettier-ignore
  bidirectional: { key: 'd', spots: [[-3, 1], [3, 1], [0, -1], [0, 3]], by: 'clicks' }, // prettier-ignore
  angle: { key: 'a', spots: [[-3, 0], [0, 2], [3, -1]], by: 'clicks' }, // prettier-ignore
  arrow: { key: 'y', spots: [[3, 3], [-1, -2]], by: 'drag' }, // prettier-ignore
}
const ORIENTATIONS: readonly Turn[][] = [
  [],
  ['Shift+R'],
  ['Shift+R', 'Shift+R'],
  ['Shift+H'],
  ['Shift+L', 'Shift+V'],
]
const ZOOMS = [0, 3, -2]
const STEP = 20

const MODALITIES = { 'a CT': 'CT', 'a radiograph': 'DX', 'a photograph': 'XC' } as const
type Image = keyof typeof MODALITIES

const cases = allPairs<Case & { image: Image }>({
  tool: Object.keys(TOOLS) as Tool[],
  turns: ORIENTATIONS,
  zooms: ZOOMS,
  hand: ['mouse', 'keys'],
  image: Object.keys(MODALITIES) as Image[],
})

for (const image of Object.keys(MODALITIES) as Image[]) {
  test(`every tool draws what is pointed at on ${image}`, async ({ page, request }) => {
    test.slow() // there are many
    const { setId, size } = await openImage(page, await Arranger.signedIn(request), image)
    expect(setId).toBeTruthy()
    for (const each of cases.filter((one) => one.image === image)) {
      await test.step(`${each.tool} by ${each.hand}, ${each.turns.join(' ') || 'upright'}, zoom ${each.zooms}`, () =>
        drawAndCheck(page, each, size))
    }
  })
}

async function openImage(page: Page, arranger: Arranger, image: Image) {
  const { ct_series, radiograph, photographs } = images()
  const files = { 'a CT': ct_series, 'a radiograph': [radiograph], 'a photograph': [photographs[0]!] }
  const setId = await arranger.set(`Tools on ${image}`, ['Spot'], files[image])
  await signIn(page)
  await page.goto(`/sets/${setId}`)
  await page.getByRole('button', { name: 'Take the next package' }).click()
  await shown(page)
  const [item] = await itemsOf(page)
  const { columns, rows } = item!.sample.images[0]!
  return { setId, size: { columns: columns!, rows: rows! } }
}

const itemsOf = async (page: Page) =>
  (await ask<{ items: PackageItem[] }>(page, `/packages/${idOfPage(page, 'packages')}/items`)).items

async function drawAndCheck(page: Page, { tool, turns, zooms, hand }: Case, size: Size) {
  await picture(page).press('Alt+R')
  for (const turn of turns) await page.keyboard.press(turn)
  for (let i = 0; i < Math.abs(zooms); i++) await page.keyboard.press(zooms > 0 ? 'Equal' : 'Minus')
  const lie = await Lie.after(page, size, turns, zooms)
  await lie.isShown(page)
  // Whole pixels, so that keys can say them too.
  const unit = Math.max(5, 5 * Math.ceil(STEP / lie.scale / 5))
  const middle: Spot = [Math.round(size.columns / 2), Math.round(size.rows / 2)]
  const spots = TOOLS[tool].spots.map(([x, y]): Spot => [middle[0] + x * unit, middle[1] + y * unit])
  await (hand === 'mouse' ? byMouse : byKeys)(page, tool, spots, lie)
  await saved(page)
  const [item] = await itemsOf(page)
  const { annotations } = await ask<Examination>(page, `/examinations/${item!.examination_id!}`)
  expect(annotations.map(({ kind }) => kind)).toEqual([tool])
  const most = Math.max(...deviations(annotations[0]!.geometry, spots))
  expect(most, JSON.stringify(annotations[0]!.geometry)).toBeLessThanOrEqual(Math.max(0.5, 1 / lie.scale))
  await page.keyboard.press('Delete')
  await saved(page)
}

async function byMouse(page: Page, tool: Tool, spots: readonly Spot[], lie: Lie) {
  const { key, by } = TOOLS[tool]
  await page.keyboard.press(key)
  if (by !== 'drag') {
    for (const spot of spots) await page.mouse.click(...lie.at(spot))
    if (by === 'corners') await page.mouse.click(...lie.at(spots[0]!))
    return
  }
  const [first, ...others] = spots
  await page.mouse.move(...lie.at(first!))
  await page.mouse.down()
  for (const spot of others) await page.mouse.move(...lie.at(spot), { steps: 6 })
  await page.mouse.up()
}

async function byKeys(page: Page, tool: Tool, spots: readonly Spot[], lie: Lie) {
  const { key, by } = TOOLS[tool]
  await page.keyboard.press(key)
  // The crosshair begins in the middle.
  let pen: Spot = [Math.round(lie.size.columns / 2), Math.round(lie.size.rows / 2)]
  for (const [i, spot] of spots.entries()) {
    const [right, down] = lie.towards([spot[0] - pen[0], spot[1] - pen[1]])
    await step(page, 'ArrowLeft', 'ArrowRight', right)
    await step(page, 'ArrowUp', 'ArrowDown', down)
    pen = spot
    if (i === 0 || tool !== 'freehand') await page.keyboard.press('Enter')
  }
  if (by === 'corners') await page.keyboard.press('Control+Enter')
  if (tool === 'freehand') await page.keyboard.press('Enter')
}

async function step(page: Page, back: string, on: string, by: number) {
  const key = by < 0 ? back : on
  for (let far = 0; far < Math.floor(Math.abs(by) / 10); far++) await page.keyboard.press(`Shift+${key}`)
  for (let near = 0; near < Math.abs(by) % 10; near++) await page.keyboard.press(key)
}

const distance = ([ax, ay]: Spot, [bx, by]: Spot) => Math.hypot(ax - bx, ay - by)

/** How far each point that was saved is from where it was meant, in image pixels. */
function deviations(geometry: Geometry, spots: readonly Spot[]): number[] {
  const points = pointsOf(geometry)
  if (geometry.kind === 'freehand') {
    const path = [...spots, spots[0]!]
    const onPath = points.map((p) => Math.min(...path.slice(1).map((to, i) => toSegment(p, path[i]!, to))))
    return [...onPath, ...spots.map((spot) => Math.min(...points.map((p) => distance(p, spot))))]
  }
  const isFramed = geometry.kind === 'box' || geometry.kind === 'ellipse'
  const meant = isFramed ? [extreme(spots, Math.min), extreme(spots, Math.max)] : spots
  expect(points).toHaveLength(meant.length)
  return points.map((point, i) => distance(point, meant[i]!))
}

const extreme = (spots: readonly Spot[], pick: (...values: number[]) => number): Spot => [
  pick(...spots.map(([x]) => x)),
  pick(...spots.map(([, y]) => y)),
]

function toSegment(p: Spot, a: Spot, b: Spot): number {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
  const t = ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / (dx * dx + dy * dy)
  const held = Math.min(1, Math.max(0, t))
  return distance(p, [a[0] + held * dx, a[1] + held * dy])
}
