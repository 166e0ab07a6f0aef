import { expect, type Page } from '@playwright/test'
import type { Size, Spot } from './drawing-hands'
import { picture } from './reading-room'

/** What turns and mirrors the picture, by the keys that do it. */
export const TURNS = ['Shift+R', 'Shift+L', 'Shift+H', 'Shift+V'] as const
export type Turn = (typeof TURNS)[number]

/** Where a unit along columns, and one along rows, point to on the screen. */
type Axes = readonly [across: Spot, down: Spot]

const UPRIGHT: Axes = [
  [1, 0],
  [0, 1],
]
const MOVED: Record<Turn, (spot: Spot) => Spot> = {
  'Shift+R': ([x, y]) => [-y, x],
  'Shift+L': ([x, y]) => [y, -x],
  'Shift+H': ([x, y]) => [-x, y],
  'Shift+V': ([x, y]) => [x, -y],
}
const ZOOM_STEP = 1.25

/** How a picture lies in the window by what was done to it: said by the keys, not by the program that is tested. */
export class Lie {
  private constructor(
    readonly scale: number,
    private readonly axes: Axes,
    private readonly centre: Spot,
    readonly size: Size,
  ) {}

  /** Of a picture with square pixels that was shown as a whole, then turned, then zoomed by so many steps. */
  static async after(page: Page, size: Size, turns: readonly Turn[], zooms: number): Promise<Lie> {
    const area = (await picture(page).boundingBox())!
    const axes = turns.reduce<Axes>(([a, b], turn) => [MOVED[turn](a), MOVED[turn](b)], UPRIGHT)
    const liesAcross = axes[0][0] === 0
    const [width, height] = liesAcross ? [size.rows, size.columns] : [size.columns, size.rows]
    const fitted = Math.min(area.width / width, area.height / height)
    const centre: Spot = [area.x + area.width / 2, area.y + area.height / 2]
    return new Lie(fitted * ZOOM_STEP ** zooms, axes, centre, size)
  }

  /** The reader sees it so, and says where things are from then on. */
  async isShown(page: Page) {
    const { degrees, isMirrored } = this
    await expect(picture(page).getByText(`Zoom ${Math.round(this.scale * 100)} %`)).toBeVisible()
    await expect(picture(page).getByText(`turned by ${degrees}°`)).toHaveCount(degrees ? 1 : 0)
    await expect(picture(page).getByText(/^mirrored/)).toHaveCount(isMirrored ? 1 : 0)
  }

  /** How far it was turned clockwise, after it was perhaps mirrored. */
  private get degrees(): number {
    const [x, y] = this.axes[1]
    return (Math.round(Math.atan2(-x, y) * (180 / Math.PI)) + 360) % 360
  }

  private get isMirrored(): boolean {
    const [[a, b], [c, d]] = this.axes
    return a * d - b * c < 0
  }

  /** Steps in image pixels, as steps on the screen. */
  towards([dx, dy]: Spot): Spot {
    const [across, down] = this.axes
    return [across[0] * dx + down[0] * dy, across[1] * dx + down[1] * dy]
  }

  /** Where an image pixel is in the window. */
  at([x, y]: Spot): Spot {
    const [right, below] = this.towards([x - this.size.columns / 2, y - this.size.rows / 2])
    return [this.centre[0] + right * this.scale, this.centre[1] + below * this.scale]
  }
}
