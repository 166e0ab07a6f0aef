import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { serve } from '@/test/server'
import { listenToJobs } from './events'

class FakeStream extends EventTarget {
  static readonly CLOSED = 2
  static opened: FakeStream[] = []
  readyState = 1

  constructor(readonly url: string) {
    super()
    FakeStream.opened.push(this)
  }

  close() {
    this.readyState = FakeStream.CLOSED
  }

  tell(job: object) {
    this.dispatchEvent(new MessageEvent('job', { data: JSON.stringify(job) }))
  }

  refuse() {
    this.close()
    this.dispatchEvent(new Event('error'))
  }
}

beforeEach(() => {
  vi.useFakeTimers()
  FakeStream.opened = []
  vi.stubGlobal('EventSource', FakeStream)
  vi.stubGlobal('BroadcastChannel', undefined)
})

afterEach(() => {
  vi.useRealTimers()
})

describe('listenToJobs', () => {
  it('passes on what the server says of jobs, until it is stopped', () => {
    const listener = vi.fn()
    const stop = listenToJobs(listener)

    FakeStream.opened[0]?.tell({ id: '1', done: 3 })
    stop()

    expect(listener).toHaveBeenCalledWith({ id: '1', done: 3 })
    expect(FakeStream.opened[0]?.readyState).toBe(FakeStream.CLOSED)
  })

  it('renews the session and opens the stream again when the server refuses it', async () => {
    const server = serve({ 'POST /api/v1/auth/refresh': { body: {} } })
    const stop = listenToJobs(vi.fn())

    FakeStream.opened[0]?.refuse()
    await vi.advanceTimersByTimeAsync(1_000)
    stop()

    expect(server.paths()).toEqual(['POST /api/v1/auth/refresh'])
    expect(FakeStream.opened).toHaveLength(2)
  })

  it('keeps trying, more and more slowly, while the server is away', async () => {
    serve({})
    const stop = listenToJobs(vi.fn())

    FakeStream.opened[0]?.refuse()
    await vi.advanceTimersByTimeAsync(1_000)
    FakeStream.opened[1]?.refuse()
    await vi.advanceTimersByTimeAsync(1_000)
    const afterOneSecond = FakeStream.opened.length
    await vi.advanceTimersByTimeAsync(1_000)
    stop()

    expect([afterOneSecond, FakeStream.opened.length]).toEqual([2, 3])
  })
})
