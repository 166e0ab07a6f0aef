/**
 * The connected parts of a mask, over one picture or over the slices of a series. Pixels belong together when they
 * share an edge, on neighbouring slices when they lie over each other. Works on runs: no voxel is looked at alone.
 */
import type { ImageSize } from '../coordinates'
import { pixelsOf } from './raster'
import { complement, runsOf, union, type Runs } from './runs'

/** A stretch of set pixels within one row. */
interface Piece {
  readonly slice: number
  readonly row: number
  readonly begin: number
  readonly end: number
}

interface Islands {
  readonly pieces: readonly Piece[]
  /** Which island each piece is of. */
  readonly island: Int32Array
  readonly voxels: ReadonlyMap<number, number>
}

function piecesOf(slices: readonly Runs[], columns: number): Piece[] {
  const pieces: Piece[] = []
  for (const [slice, runs] of slices.entries()) {
    for (let i = 0; i < runs.length; i += 2) {
      for (let at = runs[i]!; at < runs[i + 1]!;) {
        const row = Math.floor(at / columns)
        const end = Math.min(runs[i + 1]!, (row + 1) * columns)
        pieces.push({ slice, row, begin: at - row * columns, end: end - row * columns })
        at = end
      }
    }
  }
  return pieces
}

/** Who belongs to whom, by trees whose roots stand for them all. */
class Kinship {
  readonly parent: Int32Array

  constructor(count: number) {
    this.parent = Int32Array.from({ length: count }, (_, i) => i)
  }

  root(of: number): number {
    let at = of
    while (this.parent[at] !== at) {
      this.parent[at] = this.parent[this.parent[at]!]!
      at = this.parent[at]!
    }
    return at
  }

  join(a: number, b: number): void {
    this.parent[this.root(a)] = this.root(b)
  }
}

/** Where the pieces of each row begin, by slice and row. */
function rowsOf(pieces: readonly Piece[]): Map<string, number[]> {
  const rows = new Map<string, number[]>()
  for (const [i, { slice, row }] of pieces.entries()) {
    const key = `${slice} ${row}`
    const known = rows.get(key)
    if (known) known.push(i)
    else rows.set(key, [i])
  }
  return rows
}

function islandsOf(slices: readonly Runs[], columns: number): Islands {
  const pieces = piecesOf(slices, columns)
  const rows = rowsOf(pieces)
  const kinship = new Kinship(pieces.length)
  for (const [key, here] of rows) {
    const [slice, row] = key.split(' ').map(Number) as [number, number]
    for (const beside of [rows.get(`${slice} ${row - 1}`), rows.get(`${slice - 1} ${row}`)]) {
      if (beside) joinOverlapping(pieces, here, beside, kinship)
    }
  }
  const island = Int32Array.from(pieces, (_, i) => kinship.root(i))
  const voxels = new Map<number, number>()
  for (const [i, { begin, end }] of pieces.entries()) {
    voxels.set(island[i]!, (voxels.get(island[i]!) ?? 0) + end - begin)
  }
  return { pieces, island, voxels }
}

function joinOverlapping(
  pieces: readonly Piece[],
  here: readonly number[],
  beside: readonly number[],
  kinship: Kinship,
): void {
  let [i, j] = [0, 0]
  while (i < here.length && j < beside.length) {
    const [a, b] = [pieces[here[i]!]!, pieces[beside[j]!]!]
    if (a.begin < b.end && b.begin < a.end) kinship.join(here[i]!, beside[j]!)
    if (a.end < b.end) i += 1
    else j += 1
  }
}

/** The slices with those islands only. */
function only(
  { pieces, island }: Islands,
  count: number,
  columns: number,
  isKept: (island: number) => boolean,
): Runs[] {
  const kept: [number, number][][] = Array.from({ length: count }, () => [])
  for (const [i, { slice, row, begin, end }] of pieces.entries()) {
    if (isKept(island[i]!)) kept[slice]!.push([row * columns + begin, row * columns + end])
  }
  return kept.map(runsOf)
}

export const islandSizes = (slices: readonly Runs[], columns: number): number[] =>
  [...islandsOf(slices, columns).voxels.values()].sort((a, b) => b - a)

export function largestIsland(slices: readonly Runs[], columns: number): Runs[] {
  const islands = islandsOf(slices, columns)
  const [largest] = [...islands.voxels].sort(([, a], [, b]) => b - a)[0] ?? []
  return only(islands, slices.length, columns, (island) => island === largest)
}

export function withoutSmallIslands(slices: readonly Runs[], columns: number, fewest: number): Runs[] {
  const islands = islandsOf(slices, columns)
  return only(islands, slices.length, columns, (island) => islands.voxels.get(island)! >= fewest)
}

/** What is clear and enclosed by what is set is set as well. */
export function withHolesFilled(runs: Runs, size: ImageSize): Runs {
  return union(
    runs,
    enclosed(runs, size, () => true),
  )
}

/** The hole around a pixel is filled; null where the pixel is set or nothing encloses it. */
export function withHoleFilled(runs: Runs, size: ImageSize, pixel: number): Runs | null {
  const row = Math.floor(pixel / size.columns)
  const column = pixel - row * size.columns
  const hole = enclosed(
    runs,
    size,
    (piece) => piece.row === row && piece.begin <= column && column < piece.end,
  )
  return hole.length ? union(runs, hole) : null
}

/** The holes that have a piece of a kind. */
function enclosed(runs: Runs, size: ImageSize, isMeant: (piece: Piece) => boolean): Runs {
  const { columns, rows } = size
  const holes = islandsOf([complement(runs, pixelsOf(size))], columns)
  const [open, meant] = [new Set<number>(), new Set<number>()]
  for (const [i, piece] of holes.pieces.entries()) {
    const { row, begin, end } = piece
    if (row === 0 || row === rows - 1 || begin === 0 || end === columns) open.add(holes.island[i]!)
    if (isMeant(piece)) meant.add(holes.island[i]!)
  }
  return only(holes, 1, columns, (island) => meant.has(island) && !open.has(island))[0]!
}
