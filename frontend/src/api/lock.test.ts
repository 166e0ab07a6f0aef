import { act, renderHook } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { isIdle, lock, lockedFor, touch, unlock, useLockedFor } from './lock'

const minute = 60_000

beforeEach(() => localStorage.clear())

test('nobody is idle before the first touch', () => {
  expect(isIdle(5)).toBe(false)
})

test('somebody is idle after as many minutes without a touch, and no longer once there was one', () => {
  touch(0)

  expect(isIdle(5, 5 * minute - 1)).toBe(false)
  expect(isIdle(5, 5 * minute)).toBe(true)
  touch(5 * minute)
  expect(isIdle(5, 6 * minute)).toBe(false)
})

test('the lock outlives a reload, is told to all who look, and its end counts as a touch', () => {
  const { result } = renderHook(() => useLockedFor())

  act(() => lock('ada'))
  expect([lockedFor(), result.current]).toEqual(['ada', 'ada'])

  act(unlock)
  expect([lockedFor(), result.current]).toEqual([null, null])
  expect(isIdle(1)).toBe(false)
})

test('what another tab does is heard', () => {
  const { result } = renderHook(() => useLockedFor())

  localStorage.setItem('isocenter-locked', 'bob')
  act(() => void window.dispatchEvent(new StorageEvent('storage', { key: 'isocenter-locked' })))

  expect(result.current).toBe('bob')
})
