import { describe, expect, it, vi } from 'vitest'
import { ApiError } from '@/api/errors'
import { UploadQueue, type ChosenFile } from './upload-queue'

const chosen = (path: string, size = 10): ChosenFile => ({
  path,
  file: new File([new Uint8Array(size)], path),
})
const files = (count: number) => Array.from({ length: count }, (_, index) => chosen(`case/${index}.dcm`))
const untilIdle = (queue: UploadQueue) => vi.waitFor(() => expect(queue.progress().isIdle).toBe(true))
const noAnswer = () => new ApiError(0, 'NoAnswer', 'The server does not answer.')

describe('UploadQueue', () => {
  it('sends every file, four at a time', async () => {
    let active = 0
    let most = 0
    const queue = new UploadQueue(async () => {
      active += 1
      most = Math.max(most, active)
      await new Promise((resolve) => setTimeout(resolve, 1))
      active -= 1
    })

    queue.add(files(20))
    await untilIdle(queue)

    expect(most).toBe(4)
    expect(queue.progress()).toMatchObject({ sentCount: 20, failedCount: 0, sentBytes: 200, totalBytes: 200 })
  })

  it('tells how many bytes of a file have left', async () => {
    let finish = () => undefined as void
    const queue = new UploadQueue((_, onProgress) => {
      onProgress(4)
      return new Promise((resolve) => (finish = resolve))
    })

    queue.add([chosen('a.dcm')])

    expect(queue.progress().files[0]).toMatchObject({ state: 'sending', sentBytes: 4 })
    finish()
    await untilIdle(queue)
    expect(queue.progress().files[0]).toMatchObject({ state: 'sent', sentBytes: 10 })
  })

  it('tries again when nobody answers', async () => {
    const send = vi
      .fn()
      .mockRejectedValueOnce(noAnswer())
      .mockRejectedValueOnce(noAnswer())
      .mockResolvedValue(undefined)
    const queue = new UploadQueue(send, { firstDelayMs: 1 })

    queue.add([chosen('a.dcm')])
    await untilIdle(queue)

    expect(send).toHaveBeenCalledTimes(3)
    expect(queue.progress().sentCount).toBe(1)
  })

  it('gives up after some attempts without a further byte, and says why', async () => {
    const queue = new UploadQueue(() => Promise.reject(noAnswer()), { attempts: 2, firstDelayMs: 1 })

    queue.add([chosen('a.dcm')])
    await untilIdle(queue)

    expect(queue.progress().files[0]).toMatchObject({ state: 'failed', error: 'The server does not answer.' })
  })

  it('goes on as long as each attempt brings a file further', async () => {
    let arrived = 0
    const send = vi.fn((_: ChosenFile, onProgress: (bytes: number) => void) => {
      onProgress(++arrived)
      return arrived < 10 ? Promise.reject(noAnswer()) : Promise.resolve()
    })
    const queue = new UploadQueue(send, { attempts: 2, firstDelayMs: 0 })

    queue.add([chosen('a.dcm')])
    await untilIdle(queue)

    expect(send).toHaveBeenCalledTimes(10)
    expect(queue.progress().sentCount).toBe(1)
  })

  it('does not wait for its next attempt when the server is back', async () => {
    const send = vi.fn().mockRejectedValueOnce(noAnswer()).mockResolvedValue(undefined)
    const queue = new UploadQueue(send, { firstDelayMs: 60_000, longestDelayMs: 60_000 })
    queue.add([chosen('a.dcm')])
    await vi.waitFor(() => expect(queue.progress().files[0]?.error).toBe('The server does not answer.'))

    queue.wake()
    await untilIdle(queue)

    expect(queue.progress().sentCount).toBe(1)
  })

  it('does not send what is there already', async () => {
    const send = vi.fn(() => Promise.resolve())
    const queue = new UploadQueue(send)

    queue.add(files(3), ({ path }) => path !== 'case/1.dcm')
    await untilIdle(queue)

    expect(send).toHaveBeenCalledTimes(1)
    expect(queue.progress()).toMatchObject({ sentCount: 3, keptCount: 2, sentBytes: 30 })
  })

  it('does not repeat what the server refuses, and goes on with the rest', async () => {
    const send = vi.fn(({ path }: ChosenFile) =>
      path === 'big.dcm'
        ? Promise.reject(new ApiError(413, 'FileTooLarge', 'The file is larger than 2 GB.'))
        : Promise.resolve(),
    )
    const queue = new UploadQueue(send, { firstDelayMs: 1 })

    queue.add([chosen('big.dcm'), chosen('small.dcm')])
    await untilIdle(queue)

    expect(send).toHaveBeenCalledTimes(2)
    expect(queue.progress()).toMatchObject({ sentCount: 1, failedCount: 1 })
  })

  it('sends what failed again when asked', async () => {
    let isDown = true
    const queue = new UploadQueue(() => (isDown ? Promise.reject(noAnswer()) : Promise.resolve()), {
      attempts: 1,
    })
    queue.add(files(3))
    await untilIdle(queue)

    isDown = false
    queue.retryFailed()
    await untilIdle(queue)

    expect(queue.progress()).toMatchObject({ sentCount: 3, failedCount: 0 })
  })

  it('sends nothing while it is paused, and all the rest afterwards', async () => {
    let isPaused = false
    const send = vi.fn(
      (_: ChosenFile, __: unknown, signal: AbortSignal) =>
        new Promise<void>((resolve, reject) => {
          if (!isPaused && send.mock.calls.length > 4) return resolve()
          signal.addEventListener('abort', () => reject(new Error('stopped')))
        }),
    )
    const queue = new UploadQueue(send)
    queue.add(files(10))

    isPaused = true
    queue.pause()
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(send).toHaveBeenCalledTimes(4)
    expect(queue.progress()).toMatchObject({ isIdle: false, sentCount: 0, failedCount: 0 })

    isPaused = false
    queue.resume()
    await untilIdle(queue)
    expect(queue.progress()).toMatchObject({ sentCount: 10, failedCount: 0 })
  })
})
