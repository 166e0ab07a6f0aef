/** The drawn objects over the picture: an SVG in the space of the canvas that follows zoom and pan. */
import { Fragment } from 'react'
import { imagePoint, toCanvas, type Affine, type ImagePoint } from './coordinates'
import type { Drawing, Stroke } from './drawing'
import { bounds, boxBetween, vertices, type Geometry } from './geometry'
import type { Shape } from './shapes'
import styles from './viewer.module.css'

interface AnnotationLayerProps {
  toCanvas: Affine
  shapes: readonly Shape[]
  selectedId: string | null
  drawing: Drawing
  drawColor: string
}

export function AnnotationLayer(props: AnnotationLayerProps) {
  const { shapes, selectedId, drawing, drawColor } = props
  const { stroke, pen } = drawing
  const edited = stroke?.kind === 'edit' ? stroke : null
  return (
    <>
      {shapes.map((shape) => {
        const geometry = edited?.id === shape.id ? edited.current : shape.geometry
        const isSelected = shape.id === selectedId
        return (
          <Fragment key={shape.id}>
            <Outline points={onCanvas(props.toCanvas, geometry)} color={shape.color} isStrong={isSelected} />
            <Name geometry={geometry} toCanvas={props.toCanvas} color={shape.color} text={shape.label} />
            {isSelected && <Handles points={onCanvas(props.toCanvas, geometry)} color={shape.color} />}
          </Fragment>
        )
      })}
      {stroke && !edited && <Unfinished stroke={stroke} toCanvas={props.toCanvas} color={drawColor} />}
      {pen && <Crosshair at={toCanvas(props.toCanvas, pen)} />}
    </>
  )
}

type Corner = { readonly x: number; readonly y: number }

const onCanvas = (map: Affine, geometry: Geometry): Corner[] =>
  vertices(geometry).map((p) => toCanvas(map, p))
const path = (points: readonly Corner[]): string => points.map(({ x, y }) => `${x},${y}`).join(' ')

/** A thin dark halo keeps every colour readable on bone and on air. */
function Outline({ points, color, isStrong }: { points: Corner[]; color: string; isStrong: boolean }) {
  return (
    <>
      <polygon points={path(points)} className={styles.halo} strokeWidth={isStrong ? 5 : 3.5} />
      <polygon
        points={path(points)}
        className={styles.outline}
        stroke={color}
        strokeWidth={isStrong ? 2.5 : 1.5}
      />
    </>
  )
}

function Name(props: { geometry: Geometry; toCanvas: Affine; color: string; text: string }) {
  const { left, top } = bounds(props.geometry)
  const { x, y } = toCanvas(props.toCanvas, imagePoint(left, top))
  return (
    <text x={x} y={y - 6} className={styles.name} fill={props.color}>
      {props.text}
    </text>
  )
}

const HANDLE = 8

function Handles({ points, color }: { points: Corner[]; color: string }) {
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

function Unfinished({ stroke, toCanvas: map, color }: { stroke: Stroke; toCanvas: Affine; color: string }) {
  if (stroke.kind === 'edit') return null
  if (stroke.kind === 'box') {
    return <Outline points={onCanvas(map, boxBetween(stroke.from, stroke.to))} color={color} isStrong />
  }
  const points = [...stroke.points, stroke.to].map((p: ImagePoint) => toCanvas(map, p))
  return (
    <>
      <polyline points={path(points)} className={styles.halo} strokeWidth={5} />
      <polyline points={path(points)} className={styles.outline} stroke={color} strokeWidth={2.5} />
      <Handles points={points.slice(0, -1)} color={color} />
    </>
  )
}

function Crosshair({ at }: { at: Corner }) {
  const cross = `M${at.x - 16},${at.y}h12m8,0h12M${at.x},${at.y - 16}v12m0,8v12`
  return (
    <>
      <path d={cross} className={styles.halo} strokeWidth={4} />
      <path d={cross} className={styles.outline} stroke="#fff" strokeWidth={1.5} />
    </>
  )
}
