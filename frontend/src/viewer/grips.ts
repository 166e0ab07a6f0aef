/** Handles of the selected shape, walked to and moved by keys. */
import type { DrawingInput, EditableShape, Drawing, Outcome, Surface } from './drawing'
import { withCorner, withoutCorner } from './corners'
import { clampPoint, handles, isDrawable, moveHandle, type Geometry } from './geometry'

/** A handle that is held. */
export interface Grip {
  readonly id: string
  readonly index: number
}

export type GripInput = Extract<
  DrawingInput,
  { type: 'walk-grip' | 'move-grip' | 'add-corner' | 'remove-corner' }
>

export function gripped(drawing: Drawing, input: GripInput, surface: Surface): Outcome {
  const shape = surface.shapes.find(({ id }) => id === surface.selectedId)
  if (!shape || shape.isLocked || surface.readOnly) return { drawing: { ...drawing, grip: null } }
  if (input.type === 'walk-grip') return { drawing: walked(drawing, input.by, shape) }
  const index = held(drawing, shape)
  if (index === null) return { drawing }
  switch (input.type) {
    case 'move-grip':
      return { drawing, ...changed(shape, moved(shape.geometry, index, input, surface)) }
    case 'add-corner': {
      const geometry = withCorner(shape.geometry, index)
      return geometry
        ? { drawing: holding(drawing, shape, index + 1), ...changed(shape, geometry) }
        : { drawing }
    }
    case 'remove-corner': {
      const geometry = withoutCorner(shape.geometry, index)
      const next = Math.max(index - 1, 0)
      return geometry ? { drawing: holding(drawing, shape, next), ...changed(shape, geometry) } : { drawing }
    }
  }
}

/** The number of the handle that is held of a shape. */
export function held(
  { grip }: Pick<Drawing, 'grip'>,
  { id, geometry }: Pick<EditableShape, 'id' | 'geometry'>,
) {
  return grip?.id === id && grip.index < handles(geometry).length ? grip.index : null
}

const holding = (drawing: Drawing, { id }: EditableShape, index: number): Drawing => ({
  ...drawing,
  grip: { id, index },
})

function walked(drawing: Drawing, by: 1 | -1, shape: EditableShape): Drawing {
  const count = handles(shape.geometry).length
  const index = held(drawing, shape)
  const next = index === null ? (by > 0 ? 0 : count - 1) : (index + by + count) % count
  // The arrows belong to the handle now, no longer to the crosshair.
  return { ...holding(drawing, shape, next), pen: null }
}

function moved(geometry: Geometry, index: number, by: { dx: number; dy: number }, { size, pixel }: Surface) {
  const { x, y } = handles(geometry)[index]!
  return moveHandle(geometry, index, clampPoint({ x: x + by.dx, y: y + by.dy }, size), pixel)
}

const changed = ({ id }: EditableShape, geometry: Geometry): Pick<Outcome, 'edit'> =>
  isDrawable(geometry) ? { edit: { type: 'change', id, geometry } } : {}
