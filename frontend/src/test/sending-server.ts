import { vi } from 'vitest'

interface Stored {
  total: number
  ranges: [number, number][]
  received: number
}

/** Takes in files as the server does, and cuts connections where a test says so. */
export class SendingServer {
  readonly files = new Map<string, Stored>()
  readonly requests: { path: string; from: number; size: number }[] = []
  /** After so many bytes of each of the next requests the connection is cut; `null` lets one pass. */
  cuts: (number | null)[] = []
  /** While true, nobody answers. */
  isAway = false

  /** What answers `PUT …/files`; other requests go by `fetch`. */
  install(): void {
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- the class below has a `this` of its own
    const server = this
    class FakeRequest {
      upload: { onprogress: ((event: { loaded: number }) => void) | null } = { onprogress: null }
      onload: (() => void) | null = null
      onerror: (() => void) | null = null
      onabort: (() => void) | null = null
      onloadend: (() => void) | null = null
      status = 0
      responseText = ''
      private url = ''
      private range: string | undefined
      private isOver = false

      open(_method: string, url: string) {
        this.url = url
      }
      setRequestHeader(name: string, value: string) {
        if (name === 'Content-Range') this.range = value
      }
      send(body: Blob) {
        setTimeout(() => {
          if (this.isOver) return
          const answer = server.take(pathIn(this.url), body.size, this.range)
          this.upload.onprogress?.({ loaded: answer?.loaded ?? 0 })
          this.status = answer?.status ?? 0
          this.responseText = JSON.stringify(answer?.body)
          this.end(answer?.body ? this.onload : this.onerror)
        }, 1)
      }
      abort() {
        this.end(this.onabort)
      }
      private end(tell: (() => void) | null) {
        this.isOver = true
        tell?.()
        this.onloadend?.()
      }
    }
    vi.stubGlobal('XMLHttpRequest', FakeRequest)
  }

  state(path: string) {
    const file = this.files.get(path)
    const received = file?.received ?? 0
    return {
      path,
      received_bytes: received,
      total_bytes: file?.total ?? null,
      is_whole: file?.total === received,
    }
  }

  private take(path: string, size: number, range: string | undefined) {
    if (this.isAway) return null
    const [from = 0, , total = size] = range?.match(/\d+/g)?.map(Number) ?? []
    this.requests.push({ path, from, size })
    const file = this.files.get(path) ?? { total, ranges: [], received: 0 }
    if (from !== file.received) {
      const problem = { error: 'WrongOffset', detail: 'It does not follow.', received_bytes: file.received }
      return { status: 409, loaded: size, body: problem }
    }
    const cut = this.cuts.shift() ?? null
    const loaded = Math.min(size, cut ?? size)
    // Of a file that comes at once, nothing is kept unless it is whole.
    if (loaded === size || range) {
      file.ranges.push([from, from + loaded])
      file.received += loaded
      this.files.set(path, file)
    }
    if (loaded < size) return { status: 0, loaded, body: null }
    const state = this.state(path)
    return state.is_whole
      ? { status: 200, loaded, body: { id: path, path, size_bytes: total, remarks: [] } }
      : { status: 202, loaded, body: state }
  }
}

const pathIn = (url: string) => new URL(url, location.origin).searchParams.get('path') ?? ''
