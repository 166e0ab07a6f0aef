/** The keys of the reading room, read by `event.code`: one table for acting, for the hints and for the help. */
import type { Tool } from '@/viewer/image-viewport'
import type { AnnotationKind } from './examination'

export type Command =
  | { type: 'tool'; tool: Tool }
  | { type: 'label'; index: number }
  | { type: 'slice'; by: number }
  | { type: 'slice-end'; end: 'first' | 'last' }
  | { type: 'image' | 'sample' | 'walk'; by: 1 | -1 }
  | { type: 'pan' | 'move-pen' | 'nudge' | 'resize'; dx: number; dy: number }
  | { type: 'zoom'; factor: number }
  | { type: 'flag'; flag: 'tentative' | 'bad_quality' | 'no_finding' }
  | { type: 'panel'; side: 'left' | 'right' }
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
        | 'keys'
        | 'guideline'
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
const DIGITS = Array.from({ length: 10 }, (_, i) => [`Digit${(i + 1) % 10}`, `Numpad${(i + 1) % 10}`]).flat()
const PAN_STEP = 40
const ZOOM_STEP = 1.25

const hasPen: When = (context) => context.hasPen
const isMovable: When = ({ hasSelection, tool }) => hasSelection && tool === 'select'
const may =
  (kind: AnnotationKind): When =>
  ({ allowed }) =>
    allowed.includes(kind)
const toolKey = (code: string, tool: Tool, when?: When): Binding => ({
  codes: [code],
  modifiers: '',
  ...(when && { when }),
  command: always({ type: 'tool', tool }),
})
const key = (code: string, modifiers: Modifiers, command: Command, when?: When): Binding => ({
  codes: [code],
  modifiers,
  ...(when && { when }),
  command: always(command),
})

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

  toolKey('KeyV', 'select'),
  toolKey('KeyW', 'window'),
  toolKey('KeyZ', 'zoom'),
  toolKey('KeyH', 'pan'),
  toolKey('KeyR', 'box', may('box')),
  toolKey('KeyP', 'polygon', may('polygon')),
  {
    codes: DIGITS,
    modifiers: '',
    command: (code) => ({ type: 'label', index: (Number(code.at(-1)) + 9) % 10 }),
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
  { codes: ['Equal', 'NumpadAdd'], modifiers: '', command: always({ type: 'zoom', factor: ZOOM_STEP }) },
  {
    codes: ['Minus', 'NumpadSubtract'],
    modifiers: '',
    command: always({ type: 'zoom', factor: 1 / ZOOM_STEP }),
  },
  key('BracketLeft', '', { type: 'panel', side: 'left' }),
  key('BracketRight', '', { type: 'panel', side: 'right' }),
  key('KeyG', '', { type: 'guideline' }),
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
export const TOOL_KEYS: readonly { tool: Tool; key: string; needs?: AnnotationKind }[] = [
  { tool: 'select', key: 'V' },
  { tool: 'window', key: 'W' },
  { tool: 'zoom', key: 'Z' },
  { tool: 'pan', key: 'H' },
  { tool: 'box', key: 'R', needs: 'box' },
  { tool: 'polygon', key: 'P', needs: 'polygon' },
]

/** The help, in groups; the words are in the messages. */
export const KEY_HELP = [
  {
    group: 'tools',
    rows: [
      ['V', 'select'],
      ['W', 'window'],
      ['Z', 'zoom'],
      ['H', 'pan'],
      ['R', 'box'],
      ['P', 'polygon'],
      ['1 … 9, 0', 'label'],
      ['Esc', 'escape'],
    ],
  },
  {
    group: 'moving',
    rows: [
      ['↑ ↓', 'slice'],
      ['Home End', 'ends'],
      ['PageUp PageDown', 'image'],
      ['← →', 'sample'],
      ['Ctrl+Enter', 'done'],
      ['F6', 'region'],
    ],
  },
  {
    group: 'view',
    rows: [
      ['+ −', 'zoomStep'],
      ['Shift+arrows', 'panStep'],
      ['I', 'invert'],
      ['Alt+R', 'reset'],
      ['[ ]', 'panels'],
      ['G', 'guideline'],
      ['?', 'help'],
    ],
  },
  {
    group: 'objects',
    rows: [
      ['Tab', 'walk'],
      ['Arrows', 'nudge'],
      ['Shift+arrows', 'nudgeFar'],
      ['Alt+arrows', 'resize'],
      ['Enter', 'relabel'],
      ['Del, Backspace', 'delete'],
      ['Ctrl+Z', 'undo'],
      ['Ctrl+Shift+Z, Ctrl+Y', 'redo'],
    ],
  },
  {
    group: 'drawing',
    rows: [
      ['Arrows', 'pen'],
      ['Enter', 'point'],
      ['Ctrl+Enter', 'close'],
      ['Backspace', 'last'],
    ],
  },
  {
    group: 'reading',
    rows: [
      ['T', 'tentative'],
      ['U', 'badQuality'],
      ['X', 'noFinding'],
    ],
  },
] as const
