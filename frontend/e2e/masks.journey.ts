import { expect, test, type Page } from '@playwright/test'
import type { components } from '../src/api/schema'
import { unpacked } from '../src/viewer/masks/packing'
import { runsOf } from '../src/viewer/masks/runs'
import { Arranger } from './support/arrange'
import { placeOf, type Size, type Spot } from './support/drawing-hands'
import { images } from './support/images'
import { picture, saved, shown } from './support/reading-room'
import { ask, idOfPage } from './support/server'
import { signIn } from './support/sign-in'

type PackageItem = components['schemas']['PackageItemRead']
type MasksRead = components['schemas']['MasksRead']

const AROUND: readonly Spot[] = [
  [60, 60],
  [110, 60],
  [110, 100],
  [60, 100],
  [60, 60],
]

test('what is painted is what the server keeps', async ({ page, request }) => {
  const arranger = await Arranger.signedIn(request)
  const setId = await arranger.set('Masks', ['Organ'], images().mr_series)
  await signIn(page)
  await page.goto(`/sets/${setId}`)
  await page.getByRole('button', { name: 'Take the next package' }).click()
  await shown(page)
  const size = await sizeOf(page)

  await picture(page).press('b')
  await stroke(page, AROUND, size)
  await page.keyboard.press('Shift+O')
  await expect.poll(() => screen(page, size)).toEqual(await server(page, 1))
})

async function stroke(page: Page, spots: readonly Spot[], size: Size) {
  const { at } = await placeOf(page, size)
  await page.mouse.move(...at(spots[0]!))
  await page.mouse.down()
  for (const spot of spots.slice(1)) await page.mouse.move(...at(spot), { steps: 10 })
  await page.mouse.up()
}

async function itemOf(page: Page): Promise<PackageItem> {
  const { items } = await ask<{ items: PackageItem[] }>(page, `/packages/${idOfPage(page, 'packages')}/items`)
  return items[0]!
}

async function sizeOf(page: Page): Promise<Size> {
  const { columns, rows } = (await itemOf(page)).sample.images[0]!
  return { columns: columns!, rows: rows! }
}

async function masks(page: Page): Promise<MasksRead['masks']> {
  const { examination_id: id } = await itemOf(page)
  return (await ask<MasksRead>(page, `/examinations/${id}/masks`)).masks
}

/** The pixels that the server has, of the picture that was painted last. */
async function server(page: Page, pictures: number): Promise<number[]> {
  await saved(page)
  const all = await masks(page)
  expect(all).toHaveLength(pictures)
  const onScreen = await page.getByTestId('masks').getAttribute('data-picture')
  return [...unpacked(all.find(({ sop_instance_uid: uid }) => uid === onScreen)!.runs)]
}

/** The pixels that are coloured on the screen, read at their middles. */
async function screen(page: Page, size: Size): Promise<number[]> {
  const { at } = await placeOf(page, size)
  const [[left, top], [right, bottom]] = [at([0, 0]), at([size.columns, size.rows])]
  const set = await page.getByTestId('masks').evaluate(
    (element: HTMLCanvasElement, { left, top, right, bottom, columns, rows }) => {
      const box = element.getBoundingClientRect()
      const density = element.width / box.width
      const { data, width } = element.getContext('2d')!.getImageData(0, 0, element.width, element.height)
      return Array.from({ length: columns * rows }, (_, pixel) => {
        const x = left + (((pixel % columns) + 0.5) * (right - left)) / columns - box.left
        const y = top + ((Math.floor(pixel / columns) + 0.5) * (bottom - top)) / rows - box.top
        const i = 4 * (Math.floor(y * density) * width + Math.floor(x * density))
        // The dark halo of the edge is no colour.
        return data[i + 3]! > 40 && data[i]! > 30
      })
    },
    { left, top, right, bottom, ...size },
  )
  return [...runsOf(set.flatMap((is, pixel): [number, number][] => (is ? [[pixel, pixel + 1]] : [])))]
}
