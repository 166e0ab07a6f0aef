/** One shape as it is drawn, finished or not. */
import { toCanvas, type Affine, type ImagePoint } from './coordinates'
import { between, isClosed, outline, type Geometry, type Mark } from './geometry'
import { linePath, type Spot } from './line-paths'
import { across, isLine, linePoints, SQUARE, type Line, type PixelSize } from './lines'
import { sampled } from './spline'
import type { NewStroke } from './strokes'
import styles from './viewer.module.css'

export const onCanvas = (map: Affine, points: readonly ImagePoint[]): Spot[] =>
  points.map((p) => toCanvas(map, p))

interface DrawnProps {
  geometry: Geometry
  map: Affine
  color: string
  isStrong: boolean
}

/** A thin dark halo keeps every colour readable on bone and on air. */
export function Drawn({ geometry, map, color, isStrong }: DrawnProps) {
  if (!isClosed(geometry)) return <Path d={openPath(geometry, map)} color={color} isStrong={isStrong} />
  const points = onCanvas(map, outline(geometry))
    .map(({ x, y }) => `${x},${y}`)
    .join(' ')
  const { halo, line } = strokesIn(color, isStrong)
  return (
    <>
      <polygon points={points} {...halo} />
      <polygon points={points} {...line} />
    </>
  )
}

function Path({ d, color, isStrong }: { d: string; color: string; isStrong: boolean }) {
  const { halo, line } = strokesIn(color, isStrong)
  return (
    <>
      <path d={d} {...halo} />
      <path d={d} {...line} />
    </>
  )
}

const strokesIn = (color: string, isStrong: boolean) => ({
  halo: { className: styles.halo, strokeWidth: isStrong ? 5 : 3.5 },
  line: { className: styles.outline, stroke: color, strokeWidth: isStrong ? 2.5 : 1.5 },
})

export const ARM = 8

const polyline = (points: readonly Spot[]): string =>
  points.map(({ x, y }, i) => `${i ? 'L' : 'M'}${x},${y}`).join('')

/** A cross that leaves the point itself free to be seen. */
const target = ({ x, y }: Spot): string =>
  `M${x - ARM},${y}h${ARM - 3}m6,0h${ARM - 3}M${x},${y - ARM}v${ARM - 3}m0,6v${ARM - 3}`

function openPath(geometry: Mark | Line, map: Affine): string {
  if (isLine(geometry)) return linePath(geometry.kind, onCanvas(map, linePoints(geometry)))
  return target(toCanvas(map, geometry))
}

interface UnfinishedShapeProps {
  stroke: NewStroke
  map: Affine
  color: string
  pixel: PixelSize | null
}

/** What is being drawn, up to where the pointer is. */
export function UnfinishedShape({ stroke, map, color, pixel }: UnfinishedShapeProps) {
  if (stroke.kind === 'span') {
    return <Drawn geometry={between(stroke.tool, stroke.from, stroke.to)} map={map} color={color} isStrong />
  }
  return <Path d={unfinished(stroke, map, pixel ?? SQUARE)} color={color} isStrong />
}

function unfinished(stroke: Exclude<NewStroke, { kind: 'span' }>, map: Affine, pixel: PixelSize): string {
  const points = [...stroke.points, stroke.to]
  if (stroke.kind === 'line') return unfinishedLine(stroke.tool, points, map, pixel)
  const isCurve = stroke.kind === 'spline' && points.length > 2
  return polyline(onCanvas(map, isCurve ? sampled(points) : points))
}

/** Of a short axis that is only aimed at, how far out the pointer is. */
function unfinishedLine(
  kind: 'angle' | 'bidirectional',
  points: readonly ImagePoint[],
  map: Affine,
  pixel: PixelSize,
): string {
  const [start, end, aim] = points
  if (kind === 'angle' || !aim || points.length > 3) return linePath(kind, onCanvas(map, points))
  const beside = across({ start: start!, end: end! }, start!, aim, pixel)
  const foot = { x: aim.x - (beside.x - start!.x), y: aim.y - (beside.y - start!.y) }
  return linePath('length', onCanvas(map, [start!, end!])) + polyline(onCanvas(map, [foot, aim]))
}
