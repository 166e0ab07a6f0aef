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

  static get last(): FakeStream {
    return FakeStream.opened.at(-1)!
  }

  close() {
    this.readyState = FakeStream.CLOSED
  }

  answer() {
    this.readyState = 1
    this.dispatchEvent(new Event('open'))
  }

  tell(job: object) {
    this.dispatchEvent(new MessageEvent('job', { data: JSON.stringify(job) }))
  }

  /** The connection broke; the browser tries again by itself. */
  breakOff() {
    this.readyState = 0
    this.dispatchEvent(new Event('error'))
  }

  refuse() {
    this.close()
    this.dispatchEvent(new Event('error'))
  }
}

const listener = () => ({ onJob: vi.fn(), onGap: vi.fn() })

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
    const heard = listener()
    const stop = listenToJobs('ada', heard)

    FakeStream.last.tell({ id: '1', done: 3 })
    stop()

    expect(heard.onJob).toHaveBeenCalledWith({ id: '1', done: 3 })
    expect(FakeStream.last.readyState).toBe(FakeStream.CLOSED)
  })

  it('renews the session and opens the stream again when the server refuses it', async () => {
    const server = serve({ 'POST /api/v1/auth/refresh': { body: {} } })
    const stop = listenToJobs('ada', listener())

    FakeStream.last.refuse()
    await vi.advanceTimersByTimeAsync(1_000)
    stop()

    expect(server.paths()).toEqual(['POST /api/v1/auth/refresh'])
    expect(FakeStream.opened).toHaveLength(2)
  })

  it('keeps trying, more and more slowly, while the server is away', async () => {
    serve({})
    const stop = listenToJobs('ada', listener())

    FakeStream.last.refuse()
    await vi.advanceTimersByTimeAsync(1_000)
    FakeStream.last.refuse()
    await vi.advanceTimersByTimeAsync(1_000)
    const afterOneSecond = FakeStream.opened.length
    await vi.advanceTimersByTimeAsync(1_000)
    stop()

    expect([afterOneSecond, FakeStream.opened.length]).toEqual([2, 3])
  })

  it('tells of a gap when the stream is open again, and not when it opens first', () => {
    const heard = listener()
    const stop = listenToJobs('ada', heard)

    FakeStream.last.answer()
    expect(heard.onGap).not.toHaveBeenCalled()

    FakeStream.last.breakOff()
    FakeStream.last.answer()
    stop()

    expect(heard.onGap).toHaveBeenCalledOnce()
  })
})

describe('with several tabs', () => {
  it('opens one stream per person, and hands it over when its tab closes', async () => {
    vi.stubGlobal(
      'navigator',
      Object.assign(Object.create(navigator) as Navigator, { locks: new FakeLocks() }),
    )
    const first = listenToJobs('ada', listener())
    const second = listenToJobs('ada', listener())
    await vi.advanceTimersByTimeAsync(0)
    const atFirst = FakeStream.opened.length

    first()
    await vi.advanceTimersByTimeAsync(0)
    second()

    expect([atFirst, FakeStream.opened.length]).toEqual([1, 2])
  })
})

/** Web locks as far as one queue per name. */
class FakeLocks {
  private readonly last = new Map<string, Promise<unknown>>()

  request(name: string, _options: object, work: () => Promise<void>): Promise<unknown> {
    const mine = (this.last.get(name) ?? Promise.resolve()).then(work)
    this.last.set(name, mine)
    return mine
  }
}
