import { ApiError, noAnswer, problemFrom } from '@/api/errors'
import { csrfHeader, csrfToken, regainSession } from '@/api/session'
import { fileState } from './api'
import type { ChosenFile } from './upload-queue'

/** A file of more bytes is sent in pieces of so many, so that a cut costs one of them at most. */
export const pieceBytes = 8_000_000

interface Part {
  body: Blob
  /** Of a piece: what of the whole it is. */
  range?: string
}

/** Puts a file into an upload as it is, and reports the bytes that left. One that was begun goes on where it was cut. */
export async function sendFile(
  uploadId: string,
  { path, file }: ChosenFile,
  onProgress: (sentBytes: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const url = `/api/v1/uploads/${uploadId}/files?path=${encodeURIComponent(path)}`
  if (file.size <= pieceBytes) {
    await putSignedIn(url, { body: file }, onProgress, signal)
    return
  }
  let from = arrivedBytes(await fileState(uploadId, path, signal), file.size)
  while (from < file.size) {
    const start = from
    const end = Math.min(start + pieceBytes, file.size)
    const part = { body: file.slice(start, end), range: `bytes ${start}-${end - 1}/${file.size}` }
    onProgress(start)
    const state = await putSignedIn(url, part, (bytes) => onProgress(start + bytes), signal)
    from = arrivedBytes(state, file.size)
  }
}

/** How much of a file of this size is there: all of it when it is whole, nothing when another length was begun. */
function arrivedBytes(answer: unknown, size: number): number {
  if (!isFileState(answer)) return size
  if (answer.total_bytes !== size) return 0
  return answer.is_whole ? size : answer.received_bytes
}

interface FileState {
  received_bytes: number
  total_bytes: number | null
  is_whole: boolean
}

/** With the last piece the answer is the file as a part of the upload instead. */
function isFileState(answer: unknown): answer is FileState {
  return typeof answer === 'object' && answer !== null && 'received_bytes' in answer
}

/** Renews the session once when it ran out. */
async function putSignedIn(...request: Parameters<typeof put>): Promise<unknown> {
  try {
    return await put(...request)
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 401 || !(await regainSession())) throw error
    return put(...request)
  }
}

/** `fetch` cannot tell how much of a body has left; this can. */
function put(
  url: string,
  { body, range }: Part,
  onProgress: (sentBytes: number) => void,
  signal: AbortSignal,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const request = new XMLHttpRequest()
    const abort = () => request.abort()
    request.open('PUT', url)
    request.setRequestHeader(csrfHeader, csrfToken())
    request.setRequestHeader('Content-Type', 'application/octet-stream')
    if (range) request.setRequestHeader('Content-Range', range)
    request.upload.onprogress = (event) => onProgress(event.loaded)
    request.onload = () => {
      const answer = parse(request.responseText)
      if (request.status < 300) resolve(answer)
      else reject(problemFrom(request.status, answer))
    }
    request.onerror = () => reject(noAnswer())
    request.onabort = () => reject(new DOMException('Stopped', 'AbortError'))
    request.onloadend = () => signal.removeEventListener('abort', abort)
    signal.addEventListener('abort', abort)
    request.send(body)
  })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
