/** What each key does in this room. */
import type { ViewportHandle } from '@/viewer/image-viewport'
import type { Command } from './model/keys'
import type { Label } from './model/examination'
import type { RoomState } from './use-room'

export interface Panels {
  toggle(this: void, side: 'left' | 'right'): void
  show(this: void, dialog: 'keys' | 'guideline'): void
}

/** Performs a command; false when there was nothing to do, and the key keeps its own meaning. */
export function performer(
  room: RoomState,
  hand: ViewportHandle | null,
  labels: readonly Label[],
  panels: Panels,
): (command: Command) => boolean {
  const { reading, view, session } = room

  const walk = (by: 1 | -1): boolean => {
    const ids = drawnOn(room)
    if (!ids.length) return false
    const at = ids.indexOf(reading.selected?.id ?? '')
    const next = at + by
    if (at >= 0 && (next < 0 || next >= ids.length)) return false
    reading.select(ids[at < 0 ? (by > 0 ? 0 : ids.length - 1) : next]!)
    return true
  }
  const label = (index: number) => {
    const chosen = labels[index]
    if (!chosen) return room.tell('noLabel')
    if (reading.selected) return reading.relabel(reading.selected.id, chosen)
    reading.chooseLabel(chosen)
    const isDrawing = room.allowed.some((kind) => kind !== 'image_label')
    if (!isDrawing && room.image) reading.toggleImageLabel(chosen, room.image)
  }
  const cancel = () => {
    if (hand?.cancel()) return
    if (reading.selected) reading.select(null)
    else room.setTool('select')
  }
  const takeTool = (tool: typeof room.tool) => {
    room.setTool(tool)
    if (tool === 'box' || tool === 'polygon') {
      hand?.focus()
      hand?.showPen()
    } else hand?.cancel()
  }

  const perform = (command: Command): boolean => {
    switch (command.type) {
      case 'tool':
        takeTool(command.tool)
        return true
      case 'label':
        label(command.index)
        return true
      case 'slice':
        hand?.step(command.by)
        return true
      case 'slice-end':
        hand?.goToEnd(command.end)
        return true
      case 'image':
        room.showImage(room.imageIndex + command.by)
        return true
      case 'sample':
        room.goToSample(command.by)
        return true
      case 'walk':
        return walk(command.by)
      case 'pan':
        hand?.panBy(command.dx, command.dy)
        return true
      case 'zoom':
        hand?.zoomBy(command.factor)
        return true
      case 'move-pen':
        hand?.movePen(command.dx, command.dy)
        return true
      case 'nudge':
        if (view) reading.nudge(command.dx, command.dy, view.size)
        return true
      case 'resize':
        if (view) reading.resize(command.dx, command.dy, view.size)
        return true
      case 'flag':
        toggleFlag(room, command.flag)
        return true
      case 'panel':
        panels.toggle(command.side)
        return true
      case 'done':
        room.finish()
        return true
      case 'undo':
        session?.undo()
        return true
      case 'redo':
        session?.redo()
        return true
      case 'delete':
        if (reading.selected) reading.remove(reading.selected.id)
        return true
      case 'edit-label':
        return focusOn('[data-role=relabel]')
      case 'enter':
        hand?.enter()
        return true
      case 'close-shape':
        hand?.close()
        return true
      case 'remove-last':
        hand?.removeLastPoint()
        return true
      case 'cancel':
        cancel()
        return true
      case 'invert':
        hand?.invert()
        return true
      case 'reset':
        hand?.reset()
        return true
      case 'keys':
      case 'guideline':
        panels.show(command.type)
        return true
      case 'next-region':
        return nextRegion()
    }
  }
  return perform
}

/** A mark that cannot be set now says why in the panel; the key does nothing. */
export function toggleFlag(room: RoomState, flag: 'tentative' | 'bad_quality' | 'no_finding'): void {
  const { examination } = room
  if (!examination) return room.tell('notReady')
  const isBlocked = flag === 'no_finding' && !examination.no_finding && examination.annotations.length > 0
  if (isBlocked) return room.tell('hasFindings')
  room.reading.setFlag(flag, !examination[flag])
}

/** The objects on the picture that is on the screen, in the order of the list. */
function drawnOn({ examination, image, view }: RoomState): string[] {
  const { sopInstanceUid = null, frame } = view?.frame ?? {}
  return (examination?.annotations ?? [])
    .filter(({ kind, image_id }) => kind !== 'image_label' && image_id === image?.id)
    .filter((each) => each.frame === frame && (each.sop_instance_uid ?? null) === sopInstanceUid)
    .map(({ id }) => id)
}

function focusOn(selector: string): boolean {
  const element = document.querySelector<HTMLElement>(selector)
  element?.focus()
  return element !== null
}

/** The parts of the room in order: samples, picture, panel, tools. */
function nextRegion(): boolean {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')]
  const at = regions.findIndex((region) => region.contains(document.activeElement))
  const next = regions[(at + 1) % regions.length]
  next?.querySelector<HTMLElement>('[role=application], button, input, select')?.focus()
  return next !== undefined
}
