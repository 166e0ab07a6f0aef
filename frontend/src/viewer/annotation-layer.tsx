/** The drawn objects over the picture: an SVG in the space of the canvas that follows zoom, pan and turns. */
import { Fragment } from 'react'
import { toCanvas, type Affine, type ImagePoint } from './coordinates'
import type { ContourStroke, Drawing, SpanStroke } from './drawing'
import { between, handles, isClosed, outline, type Geometry } from './geometry'
import { sizeText } from './measure'
import type { Shape } from './shapes'
import type { Calibration } from './sources'
import styles from './viewer.module.css'

export type Scale = (geometry: Geometry) => Calibration | null

interface AnnotationLayerProps {
  toCanvas: Affine
  shapes: readonly Shape[]
  selectedId: string | null
  drawing: Drawing
  drawColor: string
  /** What a shape is measured in: images may have several scales. */
  scale: Scale
}

export function AnnotationLayer(props: AnnotationLayerProps) {
  const { toCanvas: map, shapes, selectedId, drawing, drawColor, scale } = props
  const { stroke, pen } = drawing
  const edited = stroke?.kind === 'edit' ? stroke : null
  return (
    <>
      {shapes.map((shape) => {
        const geometry = edited?.id === shape.id ? edited.current : shape.geometry
        const isSelected = shape.id === selectedId
        return (
          <Fragment key={shape.id}>
            <Drawn geometry={geometry} map={map} color={shape.color} isStrong={isSelected} />
            <Name geometry={geometry} map={map} color={shape.color} scale={scale}>
              {shape.label}
            </Name>
            {isSelected && !shape.isLocked && (
              <Handles points={onCanvas(map, handles(geometry))} color={shape.color} />
            )}
          </Fragment>
        )
      })}
      {stroke && stroke.kind !== 'edit' && (
        <Unfinished stroke={stroke} map={map} color={drawColor} scale={scale} />
      )}
      {pen && <Crosshair at={toCanvas(map, pen)} />}
    </>
  )
}

type Spot = { readonly x: number; readonly y: number }

const onCanvas = (map: Affine, points: readonly ImagePoint[]): Spot[] => points.map((p) => toCanvas(map, p))
const path = (points: readonly Spot[]): string => points.map(({ x, y }) => `${x},${y}`).join(' ')

interface DrawnProps {
  geometry: Geometry
  map: Affine
  color: string
  isStrong: boolean
}

/** A thin dark halo keeps every colour readable on bone and on air. */
function Drawn({ geometry, map, color, isStrong }: DrawnProps) {
  const points = onCanvas(map, outline(geometry))
  const halo = { className: styles.halo, strokeWidth: isStrong ? 5 : 3.5 }
  const line = { className: styles.outline, stroke: color, strokeWidth: isStrong ? 2.5 : 1.5 }
  if (isClosed(geometry)) {
    return (
      <>
        <polygon points={path(points)} {...halo} />
        <polygon points={path(points)} {...line} />
      </>
    )
  }
  const d = geometry.kind === 'point' ? target(points[0]!) : ruler(points[0]!, points[1]!)
  return (
    <>
      <path d={d} {...halo} />
      <path d={d} {...line} />
    </>
  )
}

const ARM = 8
const TICK = 5

/** A cross that leaves the point itself free to be seen. */
const target = ({ x, y }: Spot): string =>
  `M${x - ARM},${y}h${ARM - 3}m6,0h${ARM - 3}M${x},${y - ARM}v${ARM - 3}m0,6v${ARM - 3}`

/** A line with a tick across each end. */
function ruler(from: Spot, to: Spot): string {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1
  const [x, y] = [(-(to.y - from.y) / length) * TICK, ((to.x - from.x) / length) * TICK]
  const tick = (at: Spot) => `M${at.x - x},${at.y - y}L${at.x + x},${at.y + y}`
  return `M${from.x},${from.y}L${to.x},${to.y}${tick(from)}${tick(to)}`
}

interface NameProps {
  geometry: Geometry
  map: Affine
  color: string
  scale: Scale
  children: string
}

/** The name stands at the top left of the object as it lies on the screen; a length says how long it is. */
function Name({ geometry, map, color, scale, children }: NameProps) {
  const points = onCanvas(map, handles(geometry))
  const x = Math.min(...points.map((p) => p.x))
  const y = Math.min(...points.map((p) => p.y))
  const gap = geometry.kind === 'point' ? ARM + 4 : 6
  const size = geometry.kind === 'length' ? sizeText(geometry, scale(geometry)) : ''
  return (
    <text x={x} y={y - gap} className={styles.name} fill={color}>
      {[children, size].filter(Boolean).join(' ')}
    </text>
  )
}

const HANDLE = 8

function Handles({ points, color }: { points: Spot[]; color: string }) {
  return points.map(({ x, y }, i) => (
    <rect
      key={i}
      className={styles.handle}
      x={x - HANDLE / 2}
      y={y - HANDLE / 2}
      width={HANDLE}
      height={HANDLE}
      stroke={color}
    />
  ))
}

interface UnfinishedProps {
  stroke: SpanStroke | ContourStroke
  map: Affine
  color: string
  scale: Scale
}

function Unfinished({ stroke, map, color, scale }: UnfinishedProps) {
  if (stroke.kind === 'span') {
    const geometry = between(stroke.tool, stroke.from, stroke.to)
    return (
      <>
        <Drawn geometry={geometry} map={map} color={color} isStrong />
        {stroke.tool === 'length' && (
          <Name geometry={geometry} map={map} color={color} scale={scale}>
            {''}
          </Name>
        )}
      </>
    )
  }
  const points = onCanvas(map, [...stroke.points, stroke.to])
  return (
    <>
      <polyline points={path(points)} className={styles.halo} strokeWidth={5} />
      <polyline points={path(points)} className={styles.outline} stroke={color} strokeWidth={2.5} />
      <Handles points={stroke.kind === 'polygon' ? points.slice(0, -1) : points.slice(0, 1)} color={color} />
    </>
  )
}

function Crosshair({ at }: { at: Spot }) {
  const cross = `M${at.x - 16},${at.y}h12m8,0h12M${at.x},${at.y - 16}v12m0,8v12`
  return (
    <>
      <path d={cross} className={styles.halo} strokeWidth={4} />
      <path d={cross} className={styles.outline} stroke="#fff" strokeWidth={1.5} />
    </>
  )
}
