import { expect, test, vi } from 'vitest'
import { nearestFirst, Prefetcher } from './prefetch'

const flush = () => new Promise((resolve) => setTimeout(resolve))

test('the neighbours of the present picture come first, the coming one before the former', () => {
  expect(nearestFirst(5, 2)).toEqual([2, 3, 1, 4, 0])
})

test('loads a few at a time, in order', async () => {
  const finish: (() => void)[] = []
  const load = vi.fn(() => new Promise<void>((resolve) => finish.push(resolve)))
  const prefetcher = new Prefetcher(load, () => false, 2)

  prefetcher.want(['a', 'b', 'c'])
  expect(load.mock.calls).toEqual([['a'], ['b']])

  finish[0]!()
  await flush()
  expect(load).toHaveBeenLastCalledWith('c')
})

test('what is wanted now replaces what was wanted before', async () => {
  const load = vi.fn((imageId: string) => Promise.resolve(imageId))
  const prefetcher = new Prefetcher(load, (imageId) => imageId === 'loaded', 1)

  prefetcher.want(['a', 'b', 'c'])
  prefetcher.want(['loaded', 'z'])
  await flush()

  expect(load.mock.calls.flat()).toEqual(['a', 'z'])
})

test('a failure does not stop the others', async () => {
  const load = vi.fn((imageId: string) =>
    imageId === 'a' ? Promise.reject(new Error('no')) : Promise.resolve(),
  )

  new Prefetcher(load, () => false, 1).want(['a', 'b'])
  await flush()

  expect(load).toHaveBeenCalledWith('b')
})
