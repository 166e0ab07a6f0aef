/** What the selected object measures, beside it. */
import { toCanvas, type Affine } from '../coordinates'
import type { Drawing } from '../drawing'
import { bounds, type Geometry } from '../geometry'
import type { Shape } from '../shapes'
import styles from './measuring.module.css'

interface FactsLayerProps {
  toCanvas: Affine
  shapes: readonly Shape[]
  selectedId: string | null
  drawing: Drawing
  facts(this: void, geometry: Geometry): readonly string[]
}

const LINE = 15
const GAP = 16

export function FactsLayer({ toCanvas: map, shapes, selectedId, drawing, facts }: FactsLayerProps) {
  const selected = shapes.find(({ id }) => id === selectedId)
  if (!selected) return null
  const { stroke } = drawing
  const geometry = stroke?.kind === 'edit' && stroke.id === selected.id ? stroke.current : selected.geometry
  const { x, y } = below(map, geometry)
  return (
    <text className={styles.facts} fill={selected.color}>
      {facts(geometry).map((line, i) => (
        <tspan key={line} x={x} y={y + GAP + i * LINE}>
          {line}
        </tspan>
      ))}
    </text>
  )
}

/** The bottom left of the object as it lies on the screen. */
function below(map: Affine, geometry: Geometry): { x: number; y: number } {
  const { left, top, right, bottom } = bounds(geometry)
  const corners = [
    { x: left, y: top },
    { x: right, y: top },
    { x: right, y: bottom },
    { x: left, y: bottom },
  ].map((corner) => toCanvas(map, corner))
  return { x: Math.min(...corners.map(({ x }) => x)), y: Math.max(...corners.map(({ y }) => y)) }
}
