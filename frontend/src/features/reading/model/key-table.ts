/** The usual keys of the reading room, read by `event.code`: what acts, what the hints say, and what can be changed. */
import { labelKeys } from '@/lib/label-keys'
import type { ShapeTool } from '@/viewer/drawing'
import { isMaskTool, type MaskTool } from '@/viewer/masks/painting'
import type en from '../locales/en.json'
import type { MaskAct } from '../masks/mask-acts'
import type { Command, When } from './keys'

export type ActionName = keyof typeof en.keys.does
export type KeyGroup = keyof typeof en.keys.groups

export interface KeyAction {
  /** By it the help says what the keys do, and preferences say which they are. */
  readonly name: ActionName
  readonly group: KeyGroup
  readonly chords: readonly string[]
  readonly when?: When
  readonly command: (chord: string) => Command
  /** Keys that belong together, as the arrows do, stay as they are. */
  readonly isFamily?: true
}

const ARROWS: Record<string, readonly [dx: number, dy: number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}
const LABEL_CODES = labelKeys.flatMap((name) =>
  /\d/.test(name) ? [`Digit${name}`, `Numpad${name}`] : [`Key${name}`],
)
const PAN_STEP = 40
const ZOOM_STEP = 1.25

const on =
  (group: KeyGroup) =>
  (name: ActionName, chords: readonly string[], command: Command, when?: When): KeyAction => ({
    name,
    group,
    chords,
    command: () => command,
    ...(when && { when }),
  })

const tools = on('tools')
const moving = on('moving')
const view = on('view')
const objects = on('objects')
const drawing = on('drawing')
const reading = on('reading')
const painting = on('painting')

const draws = (tool: ShapeTool, code: string): KeyAction =>
  tools(`tool-${tool}`, [code], { type: 'tool', tool }, ({ allowed }) => allowed.includes(tool))

const paints = (tool: MaskTool, chord: string): KeyAction =>
  tools(`tool-${tool}`, [chord], { type: 'tool', tool }, ({ allowed }) => allowed.includes('mask'))

const hasBrush: When = ({ tool }) => isMaskTool(tool)
const ofMask = (act: MaskAct, chord: string): KeyAction =>
  painting(`mask-${act}`, [chord], { type: 'mask', act }, hasBrush)

interface ArrowKeys {
  name: ActionName
  group: KeyGroup
  held: string
  type: 'pan' | 'move-pen' | 'move-grip' | 'nudge' | 'resize'
  step: number
  when?: When
}

const arrows = ({ type, step, held, ...action }: ArrowKeys): KeyAction => ({
  ...action,
  isFamily: true,
  chords: Object.keys(ARROWS).map((code) => held + code),
  command: (chord) => {
    const [dx, dy] = ARROWS[chord.slice(held.length)]!
    return { type, dx: dx * step, dy: dy * step }
  },
})

const hasPen: When = (context) => context.hasPen
const isDrawing: When = (context) => context.isDrawing
const isNotDrawing: When = (context) => !context.isDrawing
const hasSelection: When = (context) => context.hasSelection
const isOnPicture: When = (context) => context.isOnPicture
const hasGrip: When = (context) => context.hasGrip
const mayGrip: When = (context) => context.hasSelection && !context.isDrawing
const isMovable: When = (context) => context.hasSelection && context.tool === 'select'

const mayAssist: When = (context) => context.allowed.includes('polygon')
const hasProposal: When = (context) => Boolean(context.hasProposal) && context.isOnPicture

/** The first action that fits acts. */
export const KEY_TABLE: readonly KeyAction[] = [
  drawing('accept-proposal', ['Enter'], { type: 'accept-proposal', inHand: false }, hasProposal),
  drawing('edit-proposal', ['Shift+Enter'], { type: 'accept-proposal', inHand: true }, hasProposal),
  arrows({ name: 'move-pen', group: 'drawing', held: '', type: 'move-pen', step: 1, when: hasPen }),
  arrows({
    name: 'move-pen-far',
    group: 'drawing',
    held: 'Shift+',
    type: 'move-pen',
    step: 10,
    when: hasPen,
  }),
  drawing('close-shape', ['Ctrl+Enter'], { type: 'close-shape' }, isDrawing),
  drawing('enter', ['Enter'], { type: 'enter' }, (c) => c.isOnPicture && (c.hasPen || c.isDrawing)),
  drawing('remove-last', ['Backspace'], { type: 'remove-last' }, isDrawing),

  objects('grip-previous', ['Comma'], { type: 'walk-grip', by: -1 }, mayGrip),
  objects('grip-next', ['Period'], { type: 'walk-grip', by: 1 }, mayGrip),
  arrows({ name: 'move-grip', group: 'objects', held: '', type: 'move-grip', step: 1, when: hasGrip }),
  arrows({
    name: 'move-grip-far',
    group: 'objects',
    held: 'Shift+',
    type: 'move-grip',
    step: 10,
    when: hasGrip,
  }),
  objects('add-corner', ['Shift+Period', 'Insert'], { type: 'add-corner' }, hasGrip),
  objects('remove-corner', ['Delete', 'Backspace'], { type: 'remove-corner' }, hasGrip),
  painting('hold-brush', ['Shift+Enter'], { type: 'hold-brush' }, (c) => hasBrush(c, '') && c.hasPen),
  painting('brush-smaller', ['BracketLeft'], { type: 'brush-size', by: -1 }, hasBrush),
  painting('brush-larger', ['BracketRight'], { type: 'brush-size', by: 1 }, hasBrush),
  painting('mask-range', ['Shift+KeyT'], { type: 'mask-range' }, hasBrush),
  ofMask('fill-holes', 'Shift+KeyO'),
  ofMask('keep-largest', 'Shift+KeyK'),
  ofMask('remove-small', 'Shift+KeyX'),
  ofMask('interpolate', 'Shift+KeyI'),
  ofMask('copy-next', 'Shift+KeyC'),

  arrows({ name: 'nudge', group: 'objects', held: '', type: 'nudge', step: 1, when: isMovable }),
  arrows({ name: 'nudge-far', group: 'objects', held: 'Shift+', type: 'nudge', step: 10, when: isMovable }),
  arrows({ name: 'resize', group: 'objects', held: 'Alt+', type: 'resize', step: 1, when: isMovable }),
  objects('edit-label', ['Enter'], { type: 'edit-label' }, (c) => c.hasSelection && c.isOnPicture),
  objects('delete', ['Delete', 'Backspace'], { type: 'delete' }, hasSelection),
  objects('walk-next', ['Tab'], { type: 'walk', by: 1 }, isOnPicture),
  objects('walk-previous', ['Shift+Tab'], { type: 'walk', by: -1 }, isOnPicture),

  // A letter that a label has is that label's, whatever else it would be.
  {
    name: 'label',
    group: 'tools',
    isFamily: true,
    chords: LABEL_CODES,
    when: ({ labelKeys }, code) =>
      code.startsWith('Digit') || code.startsWith('Numpad') || labelKeys.includes(code.at(-1)!),
    command: (code) => ({ type: 'label', key: code.at(-1)! }),
  },
  tools('tool-select', ['KeyV'], { type: 'tool', tool: 'select' }),
  tools('tool-window', ['KeyW'], { type: 'tool', tool: 'window' }),
  tools('tool-zoom', ['KeyZ'], { type: 'tool', tool: 'zoom' }),
  tools('tool-pan', ['KeyH'], { type: 'tool', tool: 'pan' }),
  draws('box', 'KeyR'),
  draws('ellipse', 'KeyO'),
  draws('polygon', 'KeyP'),
  draws('spline', 'KeyJ'),
  draws('freehand', 'KeyF'),
  draws('point', 'KeyK'),
  draws('length', 'KeyM'),
  draws('bidirectional', 'KeyD'),
  draws('angle', 'KeyA'),
  draws('arrow', 'KeyY'),
  paints('brush', 'KeyB'),
  paints('eraser', 'KeyE'),
  paints('fill', 'Shift+KeyB'),
  paints('grow', 'Shift+KeyG'),
  tools('tool-scissors', ['KeyL'], { type: 'tool', tool: 'scissors' }, mayAssist),
  tools('tool-find-object', ['Alt+KeyO'], { type: 'tool', tool: 'find-object' }, mayAssist),
  tools('tool-grow-3d', ['Alt+KeyG'], { type: 'tool', tool: 'grow-3d' }, mayAssist),
  tools('repeat-tool', ['KeyN'], { type: 'repeat-tool' }),
  tools('cancel', ['Escape'], { type: 'cancel' }),

  moving('slice-previous', ['ArrowUp'], { type: 'slice', by: -1 }, isNotDrawing),
  moving('slice-next', ['ArrowDown'], { type: 'slice', by: 1 }, isNotDrawing),
  moving('slice-first', ['Home'], { type: 'slice-end', end: 'first' }, isNotDrawing),
  moving('slice-last', ['End'], { type: 'slice-end', end: 'last' }, isNotDrawing),
  moving('image-previous', ['PageUp'], { type: 'image', by: -1 }),
  moving('image-next', ['PageDown'], { type: 'image', by: 1 }),
  moving('sample-previous', ['ArrowLeft'], { type: 'sample', by: -1 }, isNotDrawing),
  moving('sample-next', ['ArrowRight'], { type: 'sample', by: 1 }, isNotDrawing),
  moving('done', ['Ctrl+Enter'], { type: 'done' }),
  moving('next-region', ['F6'], { type: 'next-region' }),

  view('zoom-in', ['Equal', 'NumpadAdd'], { type: 'zoom', factor: ZOOM_STEP }),
  view('zoom-out', ['Minus', 'NumpadSubtract'], { type: 'zoom', factor: 1 / ZOOM_STEP }),
  arrows({ name: 'pan', group: 'view', held: 'Shift+', type: 'pan', step: -PAN_STEP }),
  view('invert', ['KeyI'], { type: 'invert' }),
  view('turn-right', ['Shift+KeyR'], { type: 'turn', to: 'clockwise' }),
  view('turn-left', ['Shift+KeyL'], { type: 'turn', to: 'counterclockwise' }),
  view('flip-horizontal', ['Shift+KeyH'], { type: 'flip', axis: 'horizontal' }),
  view('flip-vertical', ['Shift+KeyV'], { type: 'flip', axis: 'vertical' }),
  view('fit', ['Shift+KeyF'], { type: 'fit' }),
  view('actual-size', ['Shift+KeyA'], { type: 'actual-size' }),
  view('magnifier', ['Shift+KeyM'], { type: 'magnifier' }),
  view('metadata', ['Shift+KeyI'], { type: 'metadata' }),
  {
    name: 'window-preset',
    group: 'view',
    isFamily: true,
    chords: [...'1234567890'].map((digit) => `Shift+Digit${digit}`),
    // 0 shows all values: there are never that many presets.
    command: (chord) => ({ type: 'window', index: (Number(chord.at(-1)) + 9) % 10 }),
  },
  view('reset', ['Alt+KeyR'], { type: 'reset' }),
  view('hide-all', ['KeyQ'], { type: 'hide-all' }),
  view('panel-left', ['BracketLeft'], { type: 'panel', side: 'left' }),
  view('panel-right', ['BracketRight'], { type: 'panel', side: 'right' }),
  view('layout-1x1', ['Alt+Digit1'], { type: 'layout', layout: '1x1' }),
  view('layout-1x2', ['Alt+Digit2'], { type: 'layout', layout: '1x2' }),
  view('layout-2x2', ['Alt+Digit4'], { type: 'layout', layout: '2x2' }),
  view('cell-next', ['Shift+PageDown'], { type: 'cell', by: 1 }),
  view('cell-previous', ['Shift+PageUp'], { type: 'cell', by: -1 }),
  view('link-scroll', ['Alt+KeyS'], { type: 'link', link: 'scroll' }),
  view('link-window', ['Alt+KeyW'], { type: 'link', link: 'window' }),
  view('link-zoom', ['Alt+KeyX'], { type: 'link', link: 'zoom' }),
  view('cine', ['KeyC', 'Space'], { type: 'cine' }, (c, chord) => chord !== 'Space' || c.isOnPicture),
  view('cine-slower', ['Alt+Comma'], { type: 'cine-rate', by: -1 }),
  view('cine-faster', ['Alt+Period'], { type: 'cine-rate', by: 1 }),
  view('guideline', ['KeyG'], { type: 'guideline' }),
  view('keys', ['F1'], { type: 'keys' }),

  objects('copy-next', ['Ctrl+KeyD'], { type: 'copy', by: 1 }, hasSelection),
  objects('copy-previous', ['Ctrl+Shift+KeyD'], { type: 'copy', by: -1 }, hasSelection),
  objects('carry', ['Alt+KeyP'], { type: 'carry' }, hasSelection),
  objects('hide', ['Alt+KeyH'], { type: 'hide' }),
  objects('lock', ['Alt+KeyL'], { type: 'lock' }),
  objects('undo', ['Ctrl+KeyZ'], { type: 'undo' }),
  objects('redo', ['Ctrl+Shift+KeyZ', 'Ctrl+KeyY'], { type: 'redo' }),
  reading('tentative', ['KeyT'], { type: 'flag', flag: 'tentative' }),
  reading('bad-quality', ['KeyU'], { type: 'flag', flag: 'bad_quality' }),
  reading('no-finding', ['KeyX'], { type: 'flag', flag: 'no_finding' }),
  reading('history', ['Alt+KeyZ'], { type: 'history' }),
]
