import '../messages'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { NONE } from '@/viewer/masks/runs'
import { isTaken, overlayOf, takeOver } from '../model/brought-in'
import { apply, marked } from '../model/examination'
import { annotation, examination, label } from '../model/fixtures'
import { hasSameVoxels, noMasks, painted, strokeBetween } from '../model/masks'
import { BroughtInList } from './brought-in-list'

const nodule = label('nodule', 'Nodule')
const theirs = annotation('theirs')
const other = annotation('other', { geometry: { kind: 'point', x: 1, y: 2 }, kind: 'point' })
const brought = {
  masks: { objects: [], voxels: noMasks },
  objects: [
    { object: theirs, author: 'Dr. Other', label: nodule, isTaken: false },
    { object: other, author: null, label: nodule, isTaken: false },
  ],
  overlays: [],
  areShown: false,
  isReadOnly: false,
  toggle: vi.fn(),
  take: vi.fn(),
}

it('offers one or all, and says whose they are', async () => {
  render(<BroughtInList brought={brought} />)

  expect(screen.getByText('Dr. Other')).toBeVisible()
  await userEvent.click(screen.getAllByRole('button', { name: 'Take over Nodule' })[0]!)
  await userEvent.click(screen.getByRole('button', { name: 'Take over all 2' }))
  await userEvent.click(screen.getByRole('checkbox', { name: 'Show on the picture' }))

  expect(brought.take.mock.calls).toEqual([[['theirs']], [['theirs', 'other']]])
  expect(brought.toggle).toHaveBeenCalledOnce()
})

it('says what is taken over already, and offers nothing to who may not write', () => {
  const objects = [{ ...brought.objects[0]!, isTaken: true }, brought.objects[1]!]
  render(<BroughtInList brought={{ ...brought, objects, isReadOnly: true }} />)

  expect(screen.getByText('taken over')).toBeVisible()
  expect(screen.getByRole('button', { name: 'Take over Nodule' })).toBeDisabled()
})

it('is not there where nothing was brought in', () => {
  const { container } = render(<BroughtInList brought={{ ...brought, objects: [] }} />)

  expect(container).toBeEmptyDOMElement()
})

describe('taking over', () => {
  it('copies objects as one step that says where they are from', () => {
    let number = 0
    const change = takeOver(examination(), [theirs, other], () => `mine ${++number}`)

    expect(change?.forward.map((step) => step.kind === 'put_annotation' && step.origin)).toEqual([
      'imported',
      'imported',
    ])
    expect(change?.backward).toHaveLength(2)
    const after = change!.forward.reduce(apply, examination())
    expect(isTaken(after, theirs)).toBe(true)
    expect(takeOver(after, [theirs], () => 'again')).toBeNull()
  })

  it('opens a reading that is done again', () => {
    const change = takeOver(examination({ state: 'done' }), [theirs], () => 'mine')

    expect(change?.forward[0]).toEqual({ kind: 'set_state', state: 'open' })
  })
})

it('draws what encloses something', () => {
  const at = { author: null }

  expect(overlayOf({ object: theirs, ...at }, 'Nodule', '#fff')[0]?.contours).toEqual([
    [1, 2, 4, 2, 4, 6, 1, 6],
  ])
  expect(overlayOf({ object: other, ...at }, 'Nodule', '#fff')).toEqual([])
})

describe('masks', () => {
  const theirMask = {
    ...theirs,
    id: 'their mask',
    kind: 'mask' as const,
    geometry: { kind: 'mask' as const },
  }
  const stroke = strokeBetween({ sopInstanceUid: '1.2', frame: 1 }, NONE, Uint32Array.of(3, 9))!
  const marking = (id: string) =>
    painted(noMasks, { kind: 'paint_mask', annotation_id: id, strokes: [stroke] })

  it('are taken over with what they mark', () => {
    const marks = { theirs: marking('their mask'), own: noMasks }
    const change = takeOver(examination(), [theirMask], () => 'mine', marks)!
    const own = change.forward.reduce(marked, noMasks)

    expect(hasSameVoxels(own.get('mine'), marks.theirs.get('their mask'))).toBe(true)
    expect(isTaken(change.forward.reduce(apply, examination()), theirMask, { ...marks, own })).toBe(true)
  })

  it('are not taken because there is another one on the image', () => {
    const reading = examination({ annotations: [{ ...theirMask, id: 'mine' }] })

    expect(isTaken(reading, theirMask, { theirs: marking('their mask'), own: noMasks })).toBe(false)
  })
})
