import { act, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { View } from '@/viewer/view'
import type { ViewportHandle } from '@/viewer/viewport-handle'
import { slices, stackOf } from '@/viewer/volume/fixtures'
import { Handles } from './handles'
import { useCine } from './use-cine'

const stack = { ...stackOf(slices({ count: 3 })), frameRate: 20 }
const view = (index: number, change: Partial<View['stack']> = {}): View =>
  ({ stack: { ...stack, ...change }, index }) as View

const goTo = vi.fn()
const isDrawing = vi.fn(() => false)
const handles = new Handles()
handles.register(0, { goTo, isDrawing } as unknown as ViewportHandle)

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['requestAnimationFrame', 'cancelAnimationFrame', 'performance'] })
  goTo.mockClear()
})
afterEach(() => vi.useRealTimers())

const wait = (ms: number) =>
  act(() => {
    vi.advanceTimersByTime(ms)
  })

const start = (shown: View | null) =>
  renderHook(({ now }) => useCine(handles, now), { initialProps: { now: shown } })

test('runs at the rate of the image, and from the end to the beginning', () => {
  const { result, rerender } = start(view(2))
  expect(result.current).toMatchObject({ isPlaying: false, rate: 20 })

  act(() => result.current.toggle())
  wait(40)
  expect(goTo).not.toHaveBeenCalled()
  wait(40)
  expect(goTo).toHaveBeenCalledExactlyOnceWith(stack.frames[0])

  rerender({ now: view(0) })
  wait(60)
  expect(goTo).toHaveBeenLastCalledWith(stack.frames[1])
})

test('holds while something is drawn', () => {
  isDrawing.mockReturnValueOnce(true).mockReturnValue(true)
  const { result } = start(view(0))

  act(() => result.current.toggle())
  wait(500)

  expect(goTo).not.toHaveBeenCalled()
  isDrawing.mockReturnValue(false)
})

test('stops when it is asked to, and when another image comes', () => {
  const { result, rerender } = start(view(0))
  act(() => result.current.toggle())
  act(() => result.current.toggle())
  expect(result.current.isPlaying).toBe(false)

  act(() => result.current.toggle())
  rerender({ now: view(0, { sourceId: 'another' }) })

  expect(result.current.isPlaying).toBe(false)
})

test('one picture is not played', () => {
  const { result } = start(view(0, { frames: stack.frames.slice(0, 1) }))

  act(() => result.current.toggle())

  expect(result.current.isPlaying).toBe(false)
})

test('its rate is changed for this image, and is ten where nothing says it', () => {
  const { result, rerender } = start(view(0))
  act(() => result.current.changeRate(1))
  expect(result.current.rate).toBe(25)

  rerender({ now: view(0, { sourceId: 'another', frameRate: null }) })
  expect(result.current.rate).toBe(10)
})
