/** What each key does in this room. */
import { keysOf } from '@/lib/label-keys'
import { isAssistTool } from '@/viewer/assist/tools'
import { alongScreen, growthOnScreen } from '@/viewer/coordinates'
import { isShapeTool } from '@/viewer/drawing'
import type { Tool } from '@/viewer/image-viewport'
import { isMaskTool } from '@/viewer/masks/painting'
import { isOn } from '@/viewer/shapes'
import type { ViewportHandle } from '@/viewer/viewport-handle'
import type { Command } from './model/keys'
import { maskActions } from './masks/commands'
import type { Annotation, Label } from './model/examination'
import { keyOf } from './model/masks'
import { assistActions, type AssistCommand } from './assist/commands'
import { stageActions, type StageCommand } from './stage/commands'
import type { RoomState } from './use-room'

export interface Panels {
  toggle(this: void, side: 'left' | 'right'): void
  show(this: void, dialog: 'keys' | 'guideline' | 'metadata'): void
  toggleHistory(this: void): void
}

/** What each command does; false where there was nothing to do and the key keeps its own meaning. */
type Actions<Type extends Command['type']> = {
  [Each in Type]: (command: Command & { type: Each }) => boolean | void
}

type ViewCommand =
  | 'slice'
  | 'slice-end'
  | 'pan'
  | 'zoom'
  | 'invert'
  | 'reset'
  | 'fit'
  | 'actual-size'
  | 'window'
  | 'turn'
  | 'flip'
  | 'move-pen'
  | 'enter'
  | 'close-shape'
  | 'remove-last'
  | 'walk-grip'
  | 'move-grip'
type MaskCommand = 'mask' | 'brush-size' | 'hold-brush' | 'mask-range'
type ObjectCommand =
  | 'label'
  | 'walk'
  | 'nudge'
  | 'resize'
  | 'delete'
  | 'hide'
  | 'hide-all'
  | 'lock'
  | 'edit-label'
  | 'flag'
  | 'copy'
  | 'add-corner'
  | 'remove-corner'
  | 'undo'
  | 'redo'

/** Performs a command and says whether it used the key. */
export function performer(
  room: RoomState,
  hand: ViewportHandle | null,
  panels: Panels,
): (command: Command) => boolean {
  const actions: Actions<Command['type']> = {
    ...viewActions(hand),
    ...objectActions(room, hand),
    ...maskActions(room, hand),
    ...goingActions(room, hand, panels),
    ...stageActions(room.stage),
    ...assistActions(room.assist),
  }
  return (command) => {
    // The table has an entry for every type; TypeScript cannot see that the pair belongs together.
    const act = actions[command.type] as (command: Command) => boolean | void
    return act(command) !== false
  }
}

const viewActions = (hand: ViewportHandle | null): Actions<ViewCommand> => ({
  slice: ({ by }) => hand?.step(by),
  'slice-end': ({ end }) => hand?.goToEnd(end),
  pan: ({ dx, dy }) => hand?.panBy(dx, dy),
  zoom: ({ factor }) => hand?.zoomBy(factor),
  invert: () => hand?.invert(),
  reset: () => hand?.reset(),
  fit: () => hand?.fit(),
  'actual-size': () => hand?.showActualSize(),
  window: ({ index }) => hand?.choosePreset(index),
  turn: ({ to }) => hand?.turn(to),
  flip: ({ axis }) => hand?.flip(axis),
  'move-pen': ({ dx, dy }) => hand?.movePen(dx, dy),
  enter: () => hand?.enter(),
  'close-shape': () => hand?.close(),
  'remove-last': () => hand?.removeLastPoint(),
  'walk-grip': ({ by }) => hand?.walkGrip(by),
  'move-grip': ({ dx, dy }) => hand?.moveGrip(dx, dy),
})

function objectActions(room: RoomState, hand: ViewportHandle | null): Actions<ObjectCommand> {
  const { reading, view, care, session } = room
  return {
    label: ({ key }) => giveLabel(room, labelOn(room, key)),
    walk: ({ by }) => walk(room, by),
    nudge: ({ dx, dy }) => {
      if (!view || !inSight(room)) return
      const { x, y } = alongScreen(view.toCanvas, dx, dy)
      reading.nudge(x, y, view.size)
    },
    resize: ({ dx, dy }) => {
      if (!view || !inSight(room)) return
      const { x, y } = growthOnScreen(view.toCanvas, dx, dy)
      reading.resize(x, y, view.size)
    },
    delete: () => {
      const id = inSight(room)
      if (id) reading.remove(id)
    },
    hide: () => (reading.selected ? care.toggleHidden(reading.selected.id) : room.tell('nothingSelected')),
    'hide-all': () => care.toggleAll(),
    lock: () => (reading.selected ? care.toggleLocked(reading.selected.id) : room.tell('nothingSelected')),
    'edit-label': () => focusOn('[data-role=relabel]'),
    copy: ({ by }) => copyTo(room, hand, by),
    'add-corner': () => {
      if (!hand?.addCorner()) room.tell('noCorner')
    },
    'remove-corner': () => {
      if (!hand?.removeCorner()) room.tell('cornerStays')
    },
    flag: ({ flag }) => toggleFlag(room, flag),
    undo: () => session?.undo(),
    redo: () => session?.redo(),
  }
}

function goingActions(
  room: RoomState,
  hand: ViewportHandle | null,
  panels: Panels,
): Actions<
  Exclude<
    Command['type'],
    ViewCommand | ObjectCommand | MaskCommand | StageCommand['type'] | AssistCommand['type']
  >
> {
  const take = (tool: Tool) => {
    room.setTool(tool)
    if (!isShapeTool(tool) && !isMaskTool(tool) && !isAssistTool(tool)) return void hand?.cancel()
    hand?.focus()
    hand?.showPen()
  }
  return {
    tool: ({ tool }) => take(tool),
    'repeat-tool': () => (room.lastShapeTool ? take(room.lastShapeTool) : false),
    cancel: () => {
      if (room.assist.drop() || hand?.cancel()) return
      if (room.reading.selected) room.reading.select(null)
      else room.setTool('select')
    },
    image: ({ by }) => room.showImage(room.imageIndex + by),
    sample: ({ by }) => room.goToSample(by),
    done: () => room.finish(),
    panel: ({ side }) => panels.toggle(side),
    keys: () => panels.show('keys'),
    guideline: () => panels.show('guideline'),
    history: () => panels.toggleHistory(),
    magnifier: () => room.magnifier.toggle(),
    metadata: () => panels.show('metadata'),
    'next-region': () => nextRegion(),
  }
}

/** The selected object again, on the picture after its own; that one is shown then. */
function copyTo(room: RoomState, hand: ViewportHandle | null, by: 1 | -1): void {
  const { view, reading } = room
  const { selected } = reading
  const frames = view?.stack.frames ?? []
  const place = selected && { sopInstanceUid: selected.sop_instance_uid, frame: selected.frame }
  const at = place ? frames.findIndex((frame) => isOn(frame, place)) : -1
  const next = at < 0 ? undefined : frames[at + by]
  if (!selected) return room.tell('nothingSelected')
  if (!next) return room.tell('lastPicture')
  reading.copyTo(next)
  hand?.goTo(next)
}

function labelOn({ labels }: RoomState, key: string): Label | undefined {
  const keys = keysOf(labels)
  return labels.find(({ id }) => keys.get(id) === key)
}

/** Its key is the label of the selected object, else of the next one; where nothing is drawn, of the image. */
function giveLabel(
  { reading, masks, tool, allowed, image, tell }: RoomState,
  label: Label | undefined,
): void {
  if (!label) return tell('noLabel')
  if (isMaskTool(tool)) return masks.takeSegment(label)
  if (reading.selected) return reading.relabel(reading.selected.id, label)
  reading.chooseLabel(label)
  const draws = allowed.some((kind) => kind !== 'image_label')
  if (!draws && image) reading.toggleImageLabel(label, image)
}

/** The selected object, if a key may change it: what cannot be seen is left alone. */
function inSight({ reading, care, tell }: RoomState): string | null {
  const id = reading.selected?.id ?? null
  if (id === null || !care.isHidden(id)) return id
  tell(care.areAllHidden ? 'allHidden' : 'hidden')
  return null
}

/** Select the next object of the picture; past the last one the focus goes on as usual. */
function walk(room: RoomState, by: 1 | -1): boolean {
  const ids = drawnOn(room)
  const at = ids.indexOf(room.reading.selected?.id ?? '')
  const start = by > 0 ? 0 : ids.length - 1
  const next = ids[at < 0 ? start : at + by]
  if (next === undefined) return false
  room.reading.select(next)
  return true
}

/** A mark that cannot be set now says why in the panel; the key does nothing. */
function toggleFlag(room: RoomState, flag: 'tentative' | 'bad_quality' | 'no_finding'): void {
  const { examination } = room
  if (!examination) return room.tell('notReady')
  const isBlocked = flag === 'no_finding' && !examination.no_finding && examination.annotations.length > 0
  if (isBlocked) return room.tell('hasFindings')
  room.reading.setFlag(flag, !examination[flag])
}

/** The objects on the picture that is on the screen, in the order of the list. */
function drawnOn({ examination, snapshot, image, view }: RoomState): string[] {
  if (!view) return []
  const { sopInstanceUid, frame } = view.place
  const isHere = ({ id, kind, ...on }: Annotation) =>
    kind === 'mask'
      ? snapshot?.masks.get(id)?.has(keyOf(view.place))
      : on.frame === frame && (on.sop_instance_uid ?? null) === sopInstanceUid
  return (examination?.annotations ?? [])
    .filter((each) => each.kind !== 'image_label' && each.image_id === image?.id && isHere(each))
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
