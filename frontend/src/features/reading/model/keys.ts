/** The keys of the reading room, read by `event.code`: for acting and for the hints. */
import { labelKeys } from '@/lib/label-keys'
import { isShapeTool, type ShapeTool } from '@/viewer/drawing'
import type { Tool } from '@/viewer/image-viewport'
import type { FlipAxis, Turn } from '@/viewer/orient'
import type { AnnotationKind } from './examination'

export type Command =
  | { type: 'tool'; tool: Tool }
  | { type: 'label'; key: string }
  | { type: 'slice'; by: number }
  | { type: 'slice-end'; end: 'first' | 'last' }
  | { type: 'image' | 'sample' | 'walk'; by: 1 | -1 }
  | { type: 'pan' | 'move-pen' | 'nudge' | 'resize'; dx: number; dy: number }
  | { type: 'zoom'; factor: number }
  | { type: 'flag'; flag: 'tentative' | 'bad_quality' | 'no_finding' }
  | { type: 'panel'; side: 'left' | 'right' }
  | { type: 'turn'; to: Turn }
  | { type: 'flip'; axis: FlipAxis }
  | {
      type:
        | 'done'
        | 'undo'
        | 'redo'
        | 'delete'
        | 'edit-label'
        | 'enter'
        | 'close-shape'
        | 'remove-last'
        | 'cancel'
        | 'invert'
        | 'reset'
        | 'fit'
        | 'repeat-tool'
        | 'hide'
        | 'hide-all'
        | 'lock'
        | 'keys'
        | 'guideline'
        | 'history'
        | 'next-region'
    }

export interface KeyContext {
  readonly tool: Tool
  readonly hasSelection: boolean
  readonly isDrawing: boolean
  /** The crosshair of drawing without a mouse is shown. */
  readonly hasPen: boolean
  /** The picture, or nothing, has the focus. */
  readonly isOnPicture: boolean
  readonly allowed: readonly AnnotationKind[]
}

export interface KeyPress {
  readonly code: string
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
}

type Modifiers = '' | 'Ctrl' | 'Shift' | 'Alt' | 'Ctrl+Shift'
type When = (context: KeyContext) => boolean

interface Binding {
  readonly codes: readonly string[]
  readonly modifiers: Modifiers
  readonly when?: When
  readonly command: (code: string) => Command
}

const always = (command: Command) => () => command

const ARROWS: Record<string, readonly [dx: number, dy: number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

const arrows =
  (type: 'pan' | 'move-pen' | 'nudge' | 'resize', step: number) =>
  (code: string): Command => {
    const [dx, dy] = ARROWS[code]!
    return { type, dx: dx * step, dy: dy * step }
  }

const ALL_ARROWS = Object.keys(ARROWS)
const LABEL_CODES = labelKeys.flatMap((name) =>
  /\d/.test(name) ? [`Digit${name}`, `Numpad${name}`] : [`Key${name}`],
)
const PAN_STEP = 40
const ZOOM_STEP = 1.25

const hasPen: When = (context) => context.hasPen
const isMovable: When = ({ hasSelection, tool }) => hasSelection && tool === 'select'
const key = (code: string, modifiers: Modifiers, command: Command, when?: When): Binding => ({
  codes: [code],
  modifiers,
  ...(when && { when }),
  command: always(command),
})

const shapeKey = (code: string, tool: ShapeTool): Binding =>
  key(code, '', { type: 'tool', tool }, ({ allowed }) => allowed.includes(tool))

/** The first binding that fits acts. */
const BINDINGS: readonly Binding[] = [
  { codes: ALL_ARROWS, modifiers: '', when: hasPen, command: arrows('move-pen', 1) },
  { codes: ALL_ARROWS, modifiers: 'Shift', when: hasPen, command: arrows('move-pen', 10) },
  key('Enter', 'Ctrl', { type: 'close-shape' }, ({ isDrawing }) => isDrawing),
  key('Enter', '', { type: 'enter' }, (c) => c.isOnPicture && (c.hasPen || c.isDrawing)),
  key('Backspace', '', { type: 'remove-last' }, ({ isDrawing }) => isDrawing),

  { codes: ALL_ARROWS, modifiers: '', when: isMovable, command: arrows('nudge', 1) },
  { codes: ALL_ARROWS, modifiers: 'Shift', when: isMovable, command: arrows('nudge', 10) },
  { codes: ALL_ARROWS, modifiers: 'Alt', when: isMovable, command: arrows('resize', 1) },
  key('Enter', '', { type: 'edit-label' }, ({ hasSelection, isOnPicture }) => hasSelection && isOnPicture),
  key('Delete', '', { type: 'delete' }, ({ hasSelection }) => hasSelection),
  key('Backspace', '', { type: 'delete' }, ({ hasSelection }) => hasSelection),
  key('Tab', '', { type: 'walk', by: 1 }, ({ isOnPicture }) => isOnPicture),
  key('Tab', 'Shift', { type: 'walk', by: -1 }, ({ isOnPicture }) => isOnPicture),
  key('Escape', '', { type: 'cancel' }),
  key('F6', '', { type: 'next-region' }),

  key('KeyV', '', { type: 'tool', tool: 'select' }),
  key('KeyW', '', { type: 'tool', tool: 'window' }),
  key('KeyZ', '', { type: 'tool', tool: 'zoom' }),
  key('KeyH', '', { type: 'tool', tool: 'pan' }),
  shapeKey('KeyR', 'box'),
  shapeKey('KeyO', 'ellipse'),
  shapeKey('KeyP', 'polygon'),
  shapeKey('KeyF', 'freehand'),
  shapeKey('KeyK', 'point'),
  shapeKey('KeyM', 'length'),
  key('KeyN', '', { type: 'repeat-tool' }),
  {
    codes: LABEL_CODES,
    modifiers: '',
    command: (code) => ({ type: 'label', key: code.at(-1)! }),
  },

  key('ArrowUp', '', { type: 'slice', by: -1 }, (c) => !c.isDrawing),
  key('ArrowDown', '', { type: 'slice', by: 1 }, (c) => !c.isDrawing),
  key('Home', '', { type: 'slice-end', end: 'first' }, (c) => !c.isDrawing),
  key('End', '', { type: 'slice-end', end: 'last' }, (c) => !c.isDrawing),
  key('PageUp', '', { type: 'image', by: -1 }),
  key('PageDown', '', { type: 'image', by: 1 }),
  key('ArrowLeft', '', { type: 'sample', by: -1 }, (c) => !c.isDrawing),
  key('ArrowRight', '', { type: 'sample', by: 1 }, (c) => !c.isDrawing),
  { codes: ALL_ARROWS, modifiers: 'Shift', command: arrows('pan', -PAN_STEP) },

  key('Enter', 'Ctrl', { type: 'done' }),
  key('KeyZ', 'Ctrl', { type: 'undo' }),
  key('KeyZ', 'Ctrl+Shift', { type: 'redo' }),
  key('KeyY', 'Ctrl', { type: 'redo' }),
  key('KeyT', '', { type: 'flag', flag: 'tentative' }),
  key('KeyU', '', { type: 'flag', flag: 'bad_quality' }),
  key('KeyX', '', { type: 'flag', flag: 'no_finding' }),
  key('KeyI', '', { type: 'invert' }),
  key('KeyR', 'Alt', { type: 'reset' }),
  key('KeyF', 'Shift', { type: 'fit' }),
  key('KeyR', 'Shift', { type: 'turn', to: 'clockwise' }),
  key('KeyL', 'Shift', { type: 'turn', to: 'counterclockwise' }),
  key('KeyH', 'Shift', { type: 'flip', axis: 'horizontal' }),
  key('KeyV', 'Shift', { type: 'flip', axis: 'vertical' }),
  key('KeyQ', '', { type: 'hide-all' }),
  key('KeyH', 'Alt', { type: 'hide' }),
  key('KeyL', 'Alt', { type: 'lock' }),
  { codes: ['Equal', 'NumpadAdd'], modifiers: '', command: always({ type: 'zoom', factor: ZOOM_STEP }) },
  {
    codes: ['Minus', 'NumpadSubtract'],
    modifiers: '',
    command: always({ type: 'zoom', factor: 1 / ZOOM_STEP }),
  },
  key('BracketLeft', '', { type: 'panel', side: 'left' }),
  key('BracketRight', '', { type: 'panel', side: 'right' }),
  key('KeyG', '', { type: 'guideline' }),
  key('KeyZ', 'Alt', { type: 'history' }),
]

function modifiersOf({ ctrlKey, metaKey, shiftKey, altKey }: KeyPress): Modifiers | null {
  const held = [ctrlKey || metaKey ? 'Ctrl' : '', shiftKey ? 'Shift' : '', altKey ? 'Alt' : '']
  const name = held.filter(Boolean).join('+')
  return ['', 'Ctrl', 'Shift', 'Alt', 'Ctrl+Shift'].includes(name) ? (name as Modifiers) : null
}

export function commandFor(press: KeyPress, context: KeyContext): Command | null {
  // A question mark sits elsewhere on every keyboard.
  if (press.key === '?') return { type: 'keys' }
  const modifiers = modifiersOf(press)
  const binding = BINDINGS.find(
    (each) =>
      each.modifiers === modifiers && each.codes.includes(press.code) && (each.when?.(context) ?? true),
  )
  return binding?.command(press.code) ?? null
}

/** Tools in the order of the hints at the bottom. */
export const TOOL_KEYS: readonly { tool: Tool; key: string }[] = [
  { tool: 'select', key: 'V' },
  { tool: 'window', key: 'W' },
  { tool: 'zoom', key: 'Z' },
  { tool: 'pan', key: 'H' },
  { tool: 'box', key: 'R' },
  { tool: 'ellipse', key: 'O' },
  { tool: 'polygon', key: 'P' },
  { tool: 'freehand', key: 'F' },
  { tool: 'point', key: 'K' },
  { tool: 'length', key: 'M' },
]

/** The tools that a task has; a shape has the name of its tool. */
export const toolsFor = (allowed: readonly AnnotationKind[]) =>
  TOOL_KEYS.filter(({ tool }) => !isShapeTool(tool) || allowed.includes(tool))
