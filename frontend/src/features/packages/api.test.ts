import { expect, it } from 'vitest'
import type { Package } from '@/api/types'
import { inReadingOrder } from './api'

const item = (id: string, status: Package['status']) => ({ id, status }) as Package

it('puts what is begun before what is not, and leaves out what is done', () => {
  const packages = [item('1', 'done'), item('2', 'assigned'), item('3', 'started'), item('4', 'assigned')]

  expect(inReadingOrder(packages).map(({ id }) => id)).toEqual(['3', '2', '4'])
})
