import { describe, expect, test } from 'vitest'
import { SHAPE_TOOLS } from '@/viewer/drawing'
import en from '../locales/en.json'
import { KEY_TABLE } from './key-table'
import { chordOf, commandFor, isChanged, keymapOf, sharing, toolsFor, usualKeymap } from './keymap'
import type { KeyContext, KeyPress } from './keys'
import { ALLOWED } from './tasks'

const context: KeyContext = {
  tool: 'select',
  hasSelection: false,
  isDrawing: false,
  hasPen: false,
  hasGrip: false,
  isOnPicture: true,
  allowed: ['box'],
  labelKeys: ['1'],
}
const press = (code: string, held: Partial<KeyPress> = {}): KeyPress => ({
  code,
  key: '',
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
})
const own = (bindings: Record<string, string[]>, has_single_keys = true) =>
  keymapOf({ has_single_keys, bindings })

test('every action is there once and has its words, and no words are left over', () => {
  expect(KEY_TABLE.map(({ name }) => name).sort()).toEqual(Object.keys(en.keys.does).sort())
})

test('no key has two meanings but by custom', () => {
  const shared = KEY_TABLE.flatMap(({ name, chords }) =>
    chords.flatMap((chord) => sharing(chord, name, usualKeymap)),
  )

  expect(shared).toEqual([])
})

test.each([
  [press('KeyZ', { ctrlKey: true, shiftKey: true }), 'Ctrl+Shift+KeyZ'],
  [press('KeyZ', { metaKey: true }), 'Ctrl+KeyZ'],
  [press('ShiftLeft', { shiftKey: true }), null],
  [press('KeyV', { ctrlKey: true, altKey: true }), null],
])('a press is written as one chord', (pressed, chord) => {
  expect(chordOf(pressed)).toBe(chord)
})

describe('keys of one’s own', () => {
  test('stand in for the usual ones', () => {
    const keymap = own({ 'tool-box': ['KeyB'] })

    expect(commandFor(press('KeyB'), context, keymap)).toEqual({ type: 'tool', tool: 'box' })
    expect(commandFor(press('KeyR'), context, keymap)).toBeNull()
    expect(isChanged('tool-box', keymap)).toBe(true)
  })

  test('an action can have none', () => {
    expect(commandFor(press('Delete'), { ...context, hasSelection: true }, own({ delete: [] }))).toBeNull()
  })

  test('what no version of the room knows is left alone', () => {
    expect(commandFor(press('KeyV'), context, own({ 'tool-laser': ['KeyV'] }))).toEqual({
      type: 'tool',
      tool: 'select',
    })
  })

  test('a family of keys stays together', () => {
    expect(own({ nudge: ['KeyB'] }).chordsOf('nudge')).toContain('ArrowLeft')
  })

  test('a key that is already something else is told', () => {
    const keymap = own({ 'tool-box': ['KeyV'] })

    expect(sharing('KeyV', 'tool-box', keymap)).toEqual(['tool-select'])
    expect(sharing('KeyV', 'tool-select', keymap)).toEqual(['tool-box'])
  })

  test('a key that two situations share by custom is not', () => {
    expect(sharing('Backspace', 'delete', own({ delete: ['Backspace'] }))).toEqual([])
  })
})

describe('without single keys', () => {
  const keymap = own({ 'tool-box': ['Alt+KeyB'] }, false)

  test.each(['KeyV', 'Digit1', 'BracketLeft', 'Numpad1'])('%s does nothing', (code) => {
    expect(commandFor(press(code), context, keymap)).toBeNull()
    expect(commandFor(press(code, { shiftKey: true }), context, keymap)).toBeNull()
  })

  test('a question mark does nothing either', () => {
    expect(commandFor({ ...press('Slash', { shiftKey: true }), key: '?' }, context, keymap)).toBeNull()
  })

  test('keys that type nothing, and those with Ctrl or Alt, still act', () => {
    expect(commandFor(press('ArrowDown'), context, keymap)).toEqual({ type: 'slice', by: 1 })
    expect(commandFor(press('KeyB', { altKey: true }), context, keymap)).toEqual({
      type: 'tool',
      tool: 'box',
    })
  })
})

describe('the tools of a task', () => {
  test('are all that it allows, with what looks without drawing', () => {
    expect(toolsFor(ALLOWED.detection)).toEqual(expect.arrayContaining([...SHAPE_TOOLS, 'brush', 'eraser']))
    expect(toolsFor(ALLOWED.classification)).toEqual(['select', 'window', 'zoom', 'pan'])
  })
})
