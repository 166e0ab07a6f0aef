/**
 * A mask as it is drawn: in tiles, so that a stroke draws anew only what it touches and what lies beyond the screen
 * or is empty costs nothing.
 */
import { toCanvas, imagePoint, type Affine } from '../coordinates'
import { edgesOf } from './edges'
import type { PixelBox, Raster } from './raster'

const SIDE = 256

interface Tile {
  readonly box: PixelBox
  /** Null where every pixel is set: that needs no bitmap. */
  readonly bitmap: HTMLCanvasElement | null
  readonly edges: Path2D
}

export interface Look {
  /** Of the inside, from 0 to 1; the edge is always drawn. */
  readonly opacity: number
  readonly isSelected: boolean
}

/** Where a picture lies: from image pixels to those of the screen, of which there are so many to a CSS pixel. */
export interface Lens {
  readonly map: Affine
  readonly density: number
  readonly width: number
  readonly height: number
}

export class MaskPicture {
  private readonly tiles = new Map<number, Tile>()
  private readonly across: number

  constructor(
    readonly raster: Raster,
    readonly color: string,
  ) {
    this.across = Math.ceil(raster.size.columns / SIDE)
  }

  /** How much memory it takes, in tiles. */
  get weight(): number {
    return this.tiles.size
  }

  /** The same to paint on. */
  fork(): MaskPicture {
    const fork = new MaskPicture(this.raster.copy(), this.color)
    for (const [i, tile] of this.tiles) fork.tiles.set(i, tile)
    return fork
  }

  /** Draw anew what lies in a part of the picture. */
  refresh({ left, top, right, bottom }: PixelBox): void {
    // An edge belongs to the pixel below it or to its right.
    const { columns, rows } = this.raster.size
    const lastX = Math.floor(Math.min(right, columns - 1) / SIDE)
    const lastY = Math.floor(Math.min(bottom, rows - 1) / SIDE)
    for (let y = Math.floor(top / SIDE); y <= lastY; y += 1) {
      for (let x = Math.floor(left / SIDE); x <= lastX; x += 1) this.drawTile(x, y)
    }
  }

  draw(context: CanvasRenderingContext2D, lens: Lens, look: Look): void {
    const tiles = [...this.tiles.values()].filter(({ box }) => isInSight(box, lens))
    context.globalAlpha = look.opacity
    context.fillStyle = this.color
    for (const tile of tiles) fillTile(context, tile, lens)
    context.globalAlpha = 1
    const { map, density } = lens
    context.setTransform(
      map.a * density,
      map.b * density,
      map.c * density,
      map.d * density,
      map.e * density,
      map.f * density,
    )
    const pixel = 1 / Math.sqrt(Math.abs(map.a * map.d - map.b * map.c))
    const strokes = [
      { style: 'rgb(0 0 0 / 60%)', width: look.isSelected ? 3.5 : 2.5 },
      { style: this.color, width: look.isSelected ? 1.75 : 1 },
    ]
    for (const { style, width } of strokes) {
      context.strokeStyle = style
      context.lineWidth = width * pixel
      for (const { edges } of tiles) context.stroke(edges)
    }
    context.resetTransform()
  }

  private drawTile(x: number, y: number): void {
    const { columns, rows } = this.raster.size
    const box = {
      left: x * SIDE,
      top: y * SIDE,
      right: Math.min(columns, (x + 1) * SIDE),
      bottom: Math.min(rows, (y + 1) * SIDE),
    }
    const edges = edgesOf(this.raster, box)
    const hasPixels = this.hasPixels(box)
    if (!hasPixels && !edges.length) this.tiles.delete(y * this.across + x)
    else this.tiles.set(y * this.across + x, { box, bitmap: this.bitmap(box), edges: pathOf(edges) })
  }

  private hasPixels(box: PixelBox): boolean {
    for (let row = box.top; row < box.bottom; row += 1) if (!this.row(row, box).next().done) return true
    return false
  }

  private row(row: number, { left, right }: PixelBox) {
    const start = row * this.raster.size.columns
    return this.raster.stretches(start + left, start + right)
  }

  private bitmap(box: PixelBox): HTMLCanvasElement | null {
    const [width, height] = [box.right - box.left, box.bottom - box.top]
    const image = new ImageData(width, height)
    const pixels = new Uint32Array(image.data.buffer)
    const paint = paintOf(this.color)
    let count = 0
    for (let row = box.top; row < box.bottom; row += 1) {
      const shift = (row - box.top) * width - row * this.raster.size.columns - box.left
      for (const [begin, end] of this.row(row, box)) {
        pixels.fill(paint, begin + shift, end + shift)
        count += end - begin
      }
    }
    if (count === width * height) return null
    const canvas = document.createElement('canvas')
    canvas.width = width
    canvas.height = height
    canvas.getContext('2d')?.putImageData(image, 0, 0)
    return canvas
  }
}

/** A colour as one number in the order of the bytes of a picture. */
export function paintOf(color: string): number {
  const value = Number.parseInt(color.slice(1), 16)
  const bytes = Uint8ClampedArray.of(value >> 16, (value >> 8) & 0xff, value & 0xff, 255)
  return new Uint32Array(bytes.buffer)[0]!
}

function pathOf(edges: readonly number[]): Path2D {
  const path = new Path2D()
  for (let i = 0; i < edges.length; i += 4) {
    path.moveTo(edges[i]!, edges[i + 1]!)
    path.lineTo(edges[i + 2]!, edges[i + 3]!)
  }
  return path
}

function cornersOf({ left, top, right, bottom }: PixelBox, { map, density }: Lens) {
  return [imagePoint(left, top), imagePoint(right, top), imagePoint(left, bottom)].map((point) => {
    const { x, y } = toCanvas(map, point)
    // Whole pixels of the screen: tiles neither overlap nor leave a seam.
    return { x: Math.round(x * density), y: Math.round(y * density) }
  }) as [Corner, Corner, Corner]
}

interface Corner {
  readonly x: number
  readonly y: number
}

function isInSight(box: PixelBox, lens: Lens): boolean {
  const [origin, right, bottom] = cornersOf(box, lens)
  const far = { x: right.x + bottom.x - origin.x, y: right.y + bottom.y - origin.y }
  return (
    Math.max(origin.x, far.x) >= 0 &&
    Math.max(origin.y, far.y) >= 0 &&
    Math.min(origin.x, far.x) <= lens.width &&
    Math.min(origin.y, far.y) <= lens.height
  )
}

function fillTile(context: CanvasRenderingContext2D, { box, bitmap }: Tile, lens: Lens): void {
  const [origin, right, bottom] = cornersOf(box, lens)
  const [width, height] = [box.right - box.left, box.bottom - box.top]
  context.setTransform(
    (right.x - origin.x) / width,
    (right.y - origin.y) / width,
    (bottom.x - origin.x) / height,
    (bottom.y - origin.y) / height,
    origin.x,
    origin.y,
  )
  if (bitmap) context.drawImage(bitmap, 0, 0)
  else context.fillRect(0, 0, width, height)
}
