import { expect, it } from 'vitest'
import type { Package } from '@/api/types'
import { inReadingOrder, isOverdue } from './api'

const item = (id: string, status: Package['status'], change: Partial<Package> = {}) =>
  ({ id, status, priority: 0, due_on: null, ...change }) as Package

it('puts what is begun before what is not, and leaves out what is done', () => {
  const packages = [item('1', 'done'), item('2', 'assigned'), item('3', 'started'), item('4', 'assigned')]

  expect(inReadingOrder(packages).map(({ id }) => id)).toEqual(['3', '2', '4'])
})

it('puts the more pressing first, then what is due earlier', () => {
  const packages = [
    item('1', 'assigned'),
    item('2', 'assigned', { due_on: '2030-01-02' }),
    item('3', 'assigned', { due_on: '2030-01-01' }),
    item('4', 'assigned', { priority: 1 }),
  ]

  expect(inReadingOrder(packages).map(({ id }) => id)).toEqual(['4', '3', '2', '1'])
})

it('calls overdue what is not read when its day is over', () => {
  const due = { due_on: '2030-01-01' }

  expect(isOverdue(item('1', 'started', due), '2030-01-01')).toBe(false)
  expect(isOverdue(item('1', 'started', due), '2030-01-02')).toBe(true)
  expect(isOverdue(item('1', 'done', due), '2030-01-02')).toBe(false)
  expect(isOverdue(item('1', 'free'), '2030-01-02')).toBe(false)
})
