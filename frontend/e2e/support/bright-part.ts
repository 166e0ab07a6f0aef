import type { Locator, Page } from '@playwright/test'

export interface Extent {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** What is bright of an element, in CSS pixels of the window: found on the screen, as an eye finds it. */
export async function brightPart(page: Page, element: Locator): Promise<Extent> {
  const box = (await element.boundingBox())!
  const picture = (await element.screenshot()).toString('base64')
  const found = await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
    const bitmap = await createImageBitmap(new Blob([bytes]))
    const { width, height } = bitmap
    const context = new OffscreenCanvas(width, height).getContext('2d')!
    context.drawImage(bitmap, 0, 0)
    const { data } = context.getImageData(0, 0, width, height)
    const isBright = (x: number, y: number) =>
      [0, 1, 2].every((channel) => data[4 * (y * width + x) + channel]! > 120)
    // Letters are bright, too, but not for so long.
    const run = (length: number, is: (i: number) => boolean) => {
      let best = { first: 0, last: -1 }
      for (let i = 0, first = 0; i < length; i++) {
        if (!is(i)) first = i + 1
        else if (i - first > best.last - best.first) best = { first, last: i }
      }
      return best
    }
    const middle = { x: Math.round(width / 2), y: Math.round(height / 2) }
    const across = run(width, (x) => isBright(x, middle.y + 7))
    const down = run(height, (y) => isBright(middle.x + 7, y))
    return { left: across.first, right: across.last + 1, top: down.first, bottom: down.last + 1 }
  }, picture)
  return {
    left: box.x + found.left,
    right: box.x + found.right,
    top: box.y + found.top,
    bottom: box.y + found.bottom,
  }
}
