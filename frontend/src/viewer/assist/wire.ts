/** A contour between clicked points: the paths that the worker found from each, and straight lines meanwhile. */
import type { ImagePoint } from '../coordinates'
import type { Assistant } from './assistant'
import { pathTo, type WireTree } from './live-wire'
import { simplified } from './outline'
import { centreOfPixel, type Raster } from './raster'
import { around, fromGrid, toGrid, type Seen, type Sight } from './sight'

/** How wide the window around a seed is: all its paths are found while a hand goes on to the next point. */
export const WINDOW = 512
/** A contour of few points, within so much of a pixel of the path. */
const TOLERANCE = 0.75

interface Seeded {
  readonly sight: Sight
  readonly tree: WireTree
}

export class Wire {
  private readonly seeds = new Map<string, Promise<void>>()
  private readonly ready = new Map<string, Seeded>()

  /** `picture` names what is shown, the window included; `load` brings its pixels. */
  constructor(
    private readonly assistant: Pick<Assistant, 'paths'>,
    private readonly view: Seen,
    private readonly picture: string,
    private readonly load: () => Promise<Raster>,
    private readonly onReady: () => void = () => undefined,
  ) {}

  /** Find the paths from a point; asked twice it is done once. */
  seed(at: ImagePoint): void {
    const key = keyOf(at)
    if (this.seeds.has(key)) return
    const finding = this.find(at).then((seeded) => {
      this.ready.set(key, seeded)
      this.onReady()
    })
    this.seeds.set(key, finding)
    finding.catch(() => this.seeds.delete(key))
  }

  /** From one point to another, without the first; straight where no path is known yet. */
  route(from: ImagePoint, to: ImagePoint): ImagePoint[] {
    const seeded = this.ready.get(keyOf(from))
    const end = this.onEdge(to)
    if (!seeded) return [end]
    const { sight, tree } = seeded
    const path = pathTo(tree, pixelIn(sight, end)).slice(1, -1)
    return [...path.map((p) => fromGrid(sight, centreOf(sight, p))), end]
  }

  /** Where a clicked point came to lie on the edge. */
  private onEdge(point: ImagePoint): ImagePoint {
    const seeded = this.ready.get(keyOf(point))
    return seeded ? fromGrid(seeded.sight, centreOf(seeded.sight, seeded.tree.seed)) : point
  }

  /** Through all points; of a closed line back to the first. */
  through(points: readonly ImagePoint[], isClosed: boolean): ImagePoint[] {
    const legs = points.slice(1).flatMap((to, i) => this.route(points[i]!, to))
    const back = isClosed && points.length > 1 ? this.route(points.at(-1)!, points[0]!).slice(0, -1) : []
    return [this.onEdge(points[0]!), ...legs, ...back]
  }

  /** The closed contour, when every path on it is known. */
  async contour(points: readonly ImagePoint[]): Promise<ImagePoint[]> {
    for (const point of points) this.seed(point)
    await Promise.all(points.flatMap((point) => this.seeds.get(keyOf(point)) ?? []))
    const coarsest = Math.max(...[...this.ready.values()].map(({ sight }) => sight.across))
    return simplified(this.through(points, true), TOLERANCE * coarsest)
  }

  private async find(at: ImagePoint): Promise<Seeded> {
    const sent = await this.load()
    const sight = around(this.view, sent, at, WINDOW)
    const seed = pixelIn(sight, at)
    const key = `${this.picture} ${sight.left} ${sight.top} ${sight.across} ${sight.columns}`
    const tree = await this.assistant.paths(key, sight.raster, seed)
    return { sight, tree }
  }
}

const keyOf = ({ x, y }: ImagePoint): string => `${x} ${y}`

/** The pixel under a point; the outermost ones are left out, for no path goes there. */
function pixelIn(sight: Sight, at: ImagePoint): number {
  const { x, y } = toGrid(sight, at)
  const column = Math.min(Math.max(Math.floor(x), 1), sight.columns - 2)
  const row = Math.min(Math.max(Math.floor(y), 1), sight.rows - 2)
  return row * sight.columns + column
}

const centreOf = ({ columns }: Sight, p: number): ImagePoint =>
  centreOfPixel(p % columns, Math.floor(p / columns))
