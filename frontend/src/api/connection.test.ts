import { act, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { serve } from '@/test/server'
import { ask, onServerReturned, useServerIsHere } from './connection'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

/** Lets timers run and what waits for them. */
const pass = (milliseconds: number) => act(() => vi.advanceTimersByTimeAsync(milliseconds))

it('knows that the server is away, asks again, and tells when it is back', async () => {
  const returned = vi.fn()
  const stop = onServerReturned(returned)
  const { result } = renderHook(useServerIsHere)

  serve({})
  await act(() => ask('/api/v1/groups').catch(() => undefined))
  expect(result.current).toBe(false)

  serve({ 'GET /api/v1/health': { status: 503 } })
  await pass(3_000)
  expect(result.current).toBe(false)

  serve({ 'GET /api/v1/health': { body: { status: 'ok' } } })
  await pass(3_000)
  stop()

  expect(result.current).toBe(true)
  expect(returned).toHaveBeenCalledOnce()
})

it('does not take a request that was called off for a server that is away', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new DOMException('Stopped', 'AbortError')))
  const { result } = renderHook(useServerIsHere)

  await act(() => ask('/api/v1/groups').catch(() => undefined))

  expect(result.current).toBe(true)
})

it('does not take a refusal for a server that is away', async () => {
  serve({ 'GET /api/v1/groups': { status: 500 } })
  const { result } = renderHook(useServerIsHere)

  await act(() => ask('/api/v1/groups'))

  expect(result.current).toBe(true)
})
