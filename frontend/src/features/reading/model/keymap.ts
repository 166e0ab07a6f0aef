/** The keys of one person: the usual ones, but for what they have changed. */
import { isShapeTool, SHAPE_TOOLS } from '@/viewer/drawing'
import type { Tool } from '@/viewer/image-viewport'
import { isMaskTool } from '@/viewer/masks/painting'
import type { AnnotationKind } from './examination'
import { KEY_TABLE, type ActionName, type KeyAction } from './key-table'
import type { Command, KeyContext, KeyPress } from './keys'

export interface Keymap {
  /** Whether keys act without Ctrl or Alt. */
  readonly hasSingleKeys: boolean
  readonly chordsOf: (name: ActionName) => readonly string[]
}

export interface KeyPreferences {
  readonly has_single_keys: boolean
  readonly bindings: Readonly<Record<string, readonly string[]>>
}

const USUAL = new Map(KEY_TABLE.map((action) => [action.name, action]))
const MODIFIERS = ['', 'Ctrl+', 'Shift+', 'Alt+', 'Ctrl+Shift+', 'Shift+Alt+']
/** What the browser never gives away. */
const RESERVED = ['KeyN', 'KeyT', 'KeyW'].flatMap((code) => [`Ctrl+${code}`, `Ctrl+Shift+${code}`])

export function keymapOf({ has_single_keys, bindings }: KeyPreferences): Keymap {
  const chordsOf = (name: ActionName): readonly string[] => {
    const usual = USUAL.get(name)
    return (usual?.isFamily ? undefined : bindings[name]) ?? usual?.chords ?? []
  }
  return { hasSingleKeys: has_single_keys, chordsOf }
}

export const usualKeymap = keymapOf({ has_single_keys: true, bindings: {} })

/** What is pressed, as `Ctrl+Shift+KeyZ`; null for a modifier alone or more of them than we use. */
export function chordOf({ code, ctrlKey, metaKey, shiftKey, altKey }: KeyPress): string | null {
  if (/^(Control|Shift|Alt|Meta)/.test(code) || code === '') return null
  const held = `${ctrlKey || metaKey ? 'Ctrl+' : ''}${shiftKey ? 'Shift+' : ''}${altKey ? 'Alt+' : ''}`
  return MODIFIERS.includes(held) ? held + code : null
}

export function commandFor(press: KeyPress, context: KeyContext, keymap: Keymap): Command | null {
  // A question mark sits elsewhere on every keyboard.
  if (press.key === '?' && keymap.hasSingleKeys) return { type: 'keys' }
  const chord = chordOf(press)
  if (chord === null || (!keymap.hasSingleKeys && isSingleKey(chord))) return null
  const action = KEY_TABLE.find(
    ({ name, when }) => keymap.chordsOf(name).includes(chord) && (when?.(context, chord) ?? true),
  )
  return action?.command(chord) ?? null
}

/** A letter, digit or sign without Ctrl or Alt: what speech input may type by accident (WCAG 2.2, 2.1.4). */
export function isSingleKey(chord: string): boolean {
  return /^(Shift\+)?(Key|Digit|Numpad(?!Enter)|Bracket|Equal|Minus|Slash|Backslash|Semicolon|Quote|Comma|Period|Backquote|Intl)/.test(
    chord,
  )
}

export const isReserved = (chord: string): boolean => RESERVED.includes(chord)

/** The other actions on a key, where they do not share it by custom. */
export function sharing(chord: string, name: ActionName, keymap: Keymap): ActionName[] {
  return KEY_TABLE.filter((other) => other.name !== name && keymap.chordsOf(other.name).includes(chord))
    .filter((other) => !shareByCustom(chord, name, other))
    .map((other) => other.name)
}

const shareByCustom = (chord: string, name: ActionName, other: KeyAction): boolean =>
  other.chords.includes(chord) && (USUAL.get(name)?.chords.includes(chord) ?? false)

/** Whether the person has other keys than usual for an action. */
export function isChanged(name: ActionName, keymap: Keymap): boolean {
  const usual = USUAL.get(name)?.chords ?? []
  const own = keymap.chordsOf(name)
  return own.length !== usual.length || own.some((chord) => !usual.includes(chord))
}

/** Tools in the order of the hints at the bottom. */
const TOOLS: readonly Tool[] = ['select', 'window', 'zoom', 'pan', ...SHAPE_TOOLS, 'brush', 'eraser']

/** The tools that a task has. */
export const toolsFor = (allowed: readonly AnnotationKind[]): Tool[] =>
  TOOLS.filter((tool) => {
    const kind = kindFrom(tool)
    return kind === null || allowed.includes(kind)
  })

/** What a tool puts on an image; a shape has the name of its tool. */
function kindFrom(tool: Tool): AnnotationKind | null {
  if (isMaskTool(tool)) return 'mask'
  return isShapeTool(tool) ? tool : null
}
