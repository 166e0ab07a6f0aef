import { describe, expect, test } from 'vitest'
import { SHAPE_TOOLS } from '@/viewer/drawing'
import { commandFor, usualKeymap } from './keymap'
import type { KeyContext, KeyPress } from './keys'

const context = (change: Partial<KeyContext> = {}): KeyContext => ({
  tool: 'select',
  hasSelection: false,
  isDrawing: false,
  hasPen: false,
  hasGrip: false,
  isOnPicture: true,
  allowed: [...SHAPE_TOOLS, 'image_label'],
  labelKeys: ['1', 'L'],
  ...change,
})

function press(name: string): KeyPress {
  const parts = name.split('+')
  const code = parts.pop()!
  return {
    code,
    key: '',
    ctrlKey: parts.includes('Ctrl'),
    metaKey: parts.includes('Meta'),
    shiftKey: parts.includes('Shift'),
    altKey: parts.includes('Alt'),
  }
}

const command = (name: string, change?: Partial<KeyContext>) =>
  commandFor(press(name), context(change), usualKeymap)

test.each([
  ['KeyV', { type: 'tool', tool: 'select' }],
  ['KeyW', { type: 'tool', tool: 'window' }],
  ['KeyZ', { type: 'tool', tool: 'zoom' }],
  ['KeyR', { type: 'tool', tool: 'box' }],
  ['KeyO', { type: 'tool', tool: 'ellipse' }],
  ['KeyP', { type: 'tool', tool: 'polygon' }],
  ['KeyF', { type: 'tool', tool: 'freehand' }],
  ['KeyK', { type: 'tool', tool: 'point' }],
  ['KeyM', { type: 'tool', tool: 'length' }],
  ['KeyN', { type: 'repeat-tool' }],
  ['Digit1', { type: 'label', key: '1' }],
  ['Numpad3', { type: 'label', key: '3' }],
  ['Digit0', { type: 'label', key: '0' }],
  ['KeyL', { type: 'label', key: 'L' }],
  ['KeyJ', { type: 'tool', tool: 'spline' }],
  ['KeyD', { type: 'tool', tool: 'bidirectional' }],
  ['KeyA', { type: 'tool', tool: 'angle' }],
  ['KeyY', { type: 'tool', tool: 'arrow' }],
  ['ArrowUp', { type: 'slice', by: -1 }],
  ['ArrowDown', { type: 'slice', by: 1 }],
  ['Home', { type: 'slice-end', end: 'first' }],
  ['End', { type: 'slice-end', end: 'last' }],
  ['PageDown', { type: 'image', by: 1 }],
  ['ArrowLeft', { type: 'sample', by: -1 }],
  ['ArrowRight', { type: 'sample', by: 1 }],
  ['Ctrl+Enter', { type: 'done' }],
  ['Meta+Enter', { type: 'done' }],
  ['Ctrl+KeyZ', { type: 'undo' }],
  ['Ctrl+Shift+KeyZ', { type: 'redo' }],
  ['Ctrl+KeyY', { type: 'redo' }],
  ['KeyT', { type: 'flag', flag: 'tentative' }],
  ['KeyU', { type: 'flag', flag: 'bad_quality' }],
  ['KeyX', { type: 'flag', flag: 'no_finding' }],
  ['Alt+Digit2', { type: 'layout', layout: '1x2' }],
  ['Shift+PageDown', { type: 'cell', by: 1 }],
  ['Alt+KeyS', { type: 'link', link: 'scroll' }],
  ['KeyI', { type: 'invert' }],
  ['Alt+KeyR', { type: 'reset' }],
  ['Shift+KeyF', { type: 'fit' }],
  ['Shift+KeyR', { type: 'turn', to: 'clockwise' }],
  ['Shift+KeyL', { type: 'turn', to: 'counterclockwise' }],
  ['Shift+KeyH', { type: 'flip', axis: 'horizontal' }],
  ['Shift+KeyV', { type: 'flip', axis: 'vertical' }],
  ['KeyQ', { type: 'hide-all' }],
  ['Alt+KeyH', { type: 'hide' }],
  ['Alt+KeyL', { type: 'lock' }],
  ['BracketLeft', { type: 'panel', side: 'left' }],
  ['KeyG', { type: 'guideline' }],
  ['Alt+KeyZ', { type: 'history' }],
  ['F6', { type: 'next-region' }],
  ['Escape', { type: 'cancel' }],
])('%s', (name, expected) => {
  expect(command(name)).toEqual(expected)
})

test('a question mark shows the keys wherever it sits', () => {
  expect(commandFor({ ...press('Shift+Minus'), key: '?' }, context(), usualKeymap)).toEqual({ type: 'keys' })
})

test('a key with other modifiers is left alone', () => {
  expect(command('Ctrl+KeyR')).toBeNull()
  expect(command('Ctrl+Alt+KeyV')).toBeNull()
})

test('tools that the task does not allow have no key', () => {
  for (const code of ['KeyR', 'KeyO', 'KeyP', 'KeyF', 'KeyK', 'KeyM'])
    expect(command(code, { allowed: ['image_label'] })).toBeNull()
})

test('a label that has the key of a tool as its own keeps it', () => {
  expect(command('KeyA', { labelKeys: ['1', 'A'] })).toEqual({ type: 'label', key: 'A' })
})

describe('with an object selected', () => {
  test('its handles are walked to, moved, added and taken away', () => {
    const holding = { hasSelection: true, hasGrip: true }

    expect(command('Period', { hasSelection: true })).toEqual({ type: 'walk-grip', by: 1 })
    expect(command('Comma', holding)).toEqual({ type: 'walk-grip', by: -1 })
    expect(command('Shift+ArrowLeft', holding)).toEqual({ type: 'move-grip', dx: -10, dy: 0 })
    expect(command('Delete', holding)).toEqual({ type: 'remove-corner' })
    expect(command('Shift+Period', holding)).toEqual({ type: 'add-corner' })
    expect(command('Period')).toBeNull()
  })

  test('arrows move it in the select tool', () => {
    expect(command('ArrowLeft', { hasSelection: true })).toEqual({ type: 'nudge', dx: -1, dy: 0 })
    expect(command('Shift+ArrowDown', { hasSelection: true })).toEqual({ type: 'nudge', dx: 0, dy: 10 })
    expect(command('Alt+ArrowRight', { hasSelection: true })).toEqual({ type: 'resize', dx: 1, dy: 0 })
  })

  test('arrows go on as before in every other tool', () => {
    expect(command('ArrowDown', { hasSelection: true, tool: 'box' })).toEqual({ type: 'slice', by: 1 })
  })

  test('it can be deleted and relabelled', () => {
    expect(command('Delete', { hasSelection: true })).toEqual({ type: 'delete' })
    expect(command('Backspace', { hasSelection: true })).toEqual({ type: 'delete' })
    expect(command('Enter', { hasSelection: true })).toEqual({ type: 'edit-label' })
  })
})

describe('without a selection', () => {
  test('there is nothing to delete', () => {
    expect(command('Delete')).toBeNull()
  })

  test('Shift and arrows move the picture', () => {
    expect(command('Shift+ArrowLeft')).toMatchObject({ type: 'pan' })
  })
})

describe('drawing without a mouse', () => {
  const pen = { tool: 'polygon', hasPen: true } as const

  test('arrows move the crosshair', () => {
    expect(command('ArrowUp', pen)).toEqual({ type: 'move-pen', dx: 0, dy: -1 })
    expect(command('Shift+ArrowRight', pen)).toEqual({ type: 'move-pen', dx: 10, dy: 0 })
  })

  test('Enter sets a point, Ctrl+Enter closes, Backspace takes back', () => {
    const drawing = { ...pen, isDrawing: true }

    expect(command('Enter', drawing)).toEqual({ type: 'enter' })
    expect(command('Ctrl+Enter', drawing)).toEqual({ type: 'close-shape' })
    expect(command('Backspace', { ...drawing, hasSelection: true })).toEqual({ type: 'remove-last' })
  })

  test('the picture does not change under a shape that is being drawn', () => {
    expect(command('ArrowDown', { isDrawing: true })).toBeNull()
    expect(command('ArrowRight', { isDrawing: true })).toBeNull()
  })
})

test('Enter on a button presses the button', () => {
  expect(command('Enter', { hasSelection: true, isOnPicture: false })).toBeNull()
  expect(command('Tab', { isOnPicture: false })).toBeNull()
})
