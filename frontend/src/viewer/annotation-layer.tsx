/** The drawn objects over the picture: an SVG in the space of the canvas that follows zoom, pan and turns. */
import { Fragment } from 'react'
import { scaleOf, toCanvas, type Affine } from './coordinates'
import { edgeMiddles } from './corners'
import type { Drawing } from './drawing'
import { ARM, Drawn, onCanvas, UnfinishedShape } from './drawn-shape'
import { handles, type Geometry } from './geometry'
import { held } from './grips'
import type { Spot } from './line-paths'
import { isMeasured, sizeText } from './measure'
import { REACH } from './reach'
import type { Shape } from './shapes'
import type { Calibration } from './sources'
import { geometryOf, type NewStroke } from './strokes'
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
              {shape.text ? `${shape.label}: ${shape.text}` : shape.label}
            </Name>
            {isSelected && !shape.isLocked && (
              <Grips geometry={geometry} map={map} color={shape.color} held={held(drawing, shape)} />
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

interface NameProps {
  geometry: Geometry
  map: Affine
  color: string
  scale: Scale
  children: string
}

/** The name stands at the top left of the object, or at the tail of an arrow; what is measured says its size. */
function Name({ geometry, map, color, scale, children }: NameProps) {
  const points = onCanvas(map, geometry.kind === 'arrow' ? [geometry.start] : handles(geometry))
  const x = Math.min(...points.map((p) => p.x))
  const y = Math.min(...points.map((p) => p.y))
  const gap = geometry.kind === 'point' ? ARM + 4 : 6
  const size = isMeasured(geometry) ? sizeText(geometry, scale(geometry)) : ''
  return (
    <text x={x} y={y - gap} className={styles.name} fill={color}>
      {[children, size].filter(Boolean).join(' ')}
    </text>
  )
}

interface GripsProps {
  geometry: Geometry
  map: Affine
  color: string
  /** The one that the keys hold. */
  held: number | null
}

/** Where a shape can be taken hold of, and where it can be given a corner. */
function Grips({ geometry, map, color, held }: GripsProps) {
  const points = onCanvas(map, handles(geometry))
  const middles = edgeMiddles(geometry, REACH / scaleOf(map)).map(({ at }) => at)
  return (
    <>
      {onCanvas(map, middles).map(({ x, y }, i) => (
        <circle key={i} className={styles.middle} cx={x} cy={y} r={3.5} stroke={color} />
      ))}
      <Handles points={points} color={color} />
      {held !== null && <HeldGrip at={points[held]!} color={color} />}
    </>
  )
}

const HeldGrip = ({ at: { x, y }, color }: { at: Spot; color: string }) => (
  <>
    <circle className={styles.halo} cx={x} cy={y} r={HANDLE + 1} strokeWidth={4} />
    <circle className={styles.outline} cx={x} cy={y} r={HANDLE + 1} strokeWidth={2} stroke="#fff" />
    <rect
      className={styles.handle}
      style={{ fill: color }}
      x={x - HANDLE / 2}
      y={y - HANDLE / 2}
      width={HANDLE}
      height={HANDLE}
      stroke="#fff"
    />
  </>
)

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
  stroke: NewStroke
  map: Affine
  color: string
  scale: Scale
}

function Unfinished({ stroke, map, color, scale }: UnfinishedProps) {
  const geometry = geometryOf(ended(stroke))
  const pixel = scale({ kind: 'point', ...stroke.to })
  const points = stroke.kind === 'span' ? [] : stroke.points
  return (
    <>
      <UnfinishedShape stroke={stroke} map={map} color={color} pixel={pixel} />
      {geometry && isMeasured(geometry) && (
        <Name geometry={geometry} map={map} color={color} scale={scale}>
          {''}
        </Name>
      )}
      <Handles
        points={onCanvas(map, stroke.kind === 'freehand' ? points.slice(0, 1) : points)}
        color={color}
      />
    </>
  )
}

/** As if the pointer set the next point where it is. */
const ended = (stroke: NewStroke): NewStroke =>
  stroke.kind === 'line' ? { ...stroke, points: [...stroke.points, stroke.to] } : stroke

function Crosshair({ at }: { at: Spot }) {
  const cross = `M${at.x - 16},${at.y}h12m8,0h12M${at.x},${at.y - 16}v12m0,8v12`
  return (
    <>
      <path d={cross} className={styles.halo} strokeWidth={4} />
      <path d={cross} className={styles.outline} stroke="#fff" strokeWidth={1.5} />
    </>
  )
}
