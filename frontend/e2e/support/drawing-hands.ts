import { expect, type Page } from '@playwright/test'
import type { ShapeTool } from '../../src/viewer/drawing'
import { keyboard as keys, mouse as pointer, type Hands } from './hands'
import { picture } from './reading-room'

/** Image pixels. */
export type Spot = readonly [x: number, y: number]
export interface Size {
  readonly columns: number
  readonly rows: number
}

export type Tool = ShapeTool
export const KEY: Record<Tool, string> = {
  box: 'r',
  ellipse: 'o',
  polygon: 'p',
  freehand: 'f',
  point: 'k',
  length: 'm',
  spline: 'j',
  bidirectional: 'd',
  angle: 'a',
  arrow: 'y',
}
const nameOf = (tool: Tool) => (tool === 'bidirectional' ? 'two axes' : tool)
const isClosedByHand = (tool: Tool) => tool === 'polygon' || tool === 'spline'

export interface DrawingHands extends Hands {
  draw(page: Page, tool: Tool, spots: readonly Spot[], size: Size): Promise<void>
}

/** Where the pixels of a picture that is shown as a whole lie in the window; square ones, as in the phantoms. */
export async function placeOf(page: Page, { columns, rows }: Size) {
  const box = (await picture(page).boundingBox())!
  const scale = Math.min(box.width / columns, box.height / rows)
  const left = box.x + (box.width - columns * scale) / 2
  const top = box.y + (box.height - rows * scale) / 2
  return { scale, at: ([x, y]: Spot): Spot => [left + x * scale, top + y * scale] }
}

export const mouse: DrawingHands = {
  ...pointer,
  async draw(page, tool, spots, size) {
    const { at } = await placeOf(page, size)
    await page
      .getByRole('button', { name: `${KEY[tool].toUpperCase()} ${nameOf(tool)}`, exact: true })
      .click()
    const drag = async ([first, ...others]: readonly Spot[]) => {
      await page.mouse.move(...at(first!))
      await page.mouse.down()
      for (const spot of others) await page.mouse.move(...at(spot), { steps: 8 })
      await page.mouse.up()
    }
    if (isClosedByHand(tool) || tool === 'point' || tool === 'angle') {
      for (const spot of spots) await page.mouse.click(...at(spot))
      if (isClosedByHand(tool)) await page.mouse.click(...at(spots[0]!))
    } else if (tool === 'bidirectional') {
      await drag(spots.slice(0, 2))
      await drag(spots.slice(2))
    } else await drag(spots)
  },
}

export const keyboard: DrawingHands = {
  ...keys,
  async draw(page, tool, spots, { columns, rows }) {
    await picture(page).press(KEY[tool])
    // The crosshair begins in the middle.
    let pen: Spot = [Math.round(columns / 2), Math.round(rows / 2)]
    for (const [i, spot] of spots.entries()) {
      await step(page, 'ArrowLeft', 'ArrowRight', spot[0] - pen[0])
      await step(page, 'ArrowUp', 'ArrowDown', spot[1] - pen[1])
      pen = spot
      if (i === 0 || tool !== 'freehand') await page.keyboard.press('Enter')
    }
    if (isClosedByHand(tool)) await page.keyboard.press('Control+Enter')
    if (tool === 'freehand') await page.keyboard.press('Enter')
    await expect(picture(page)).toBeFocused()
  },
}

async function step(page: Page, back: string, on: string, by: number) {
  const key = by < 0 ? back : on
  const distance = Math.abs(by)
  for (let far = 0; far < Math.floor(distance / 10); far++) await page.keyboard.press(`Shift+${key}`)
  for (let near = 0; near < distance % 10; near++) await page.keyboard.press(key)
}
