import { ApiError, noAnswer, problemFrom } from '@/api/errors'
import { csrfHeader, csrfToken, regainSession } from '@/api/session'

/** Puts one file into an upload as it is, and reports the bytes that left. Renews the session once when it ran out. */
export async function sendFile(
  uploadId: string,
  path: string,
  file: Blob,
  onProgress: (sentBytes: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const url = `/api/v1/uploads/${uploadId}/files?path=${encodeURIComponent(path)}`
  try {
    await put(url, file, onProgress, signal)
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 401 || !(await regainSession())) throw error
    await put(url, file, onProgress, signal)
  }
}

/** `fetch` cannot tell how much of a body has left; this can. */
function put(
  url: string,
  file: Blob,
  onProgress: (sentBytes: number) => void,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const abort = () => request.abort()
    request.open('PUT', url)
    request.setRequestHeader(csrfHeader, csrfToken())
    request.setRequestHeader('Content-Type', 'application/octet-stream')
    request.upload.onprogress = (event) => onProgress(event.loaded)
    request.onload = () => {
      if (request.status < 300) resolve()
      else reject(problemFrom(request.status, parse(request.responseText)))
    }
    request.onerror = () => reject(noAnswer())
    request.onabort = () => reject(new DOMException('Stopped', 'AbortError'))
    request.onloadend = () => signal.removeEventListener('abort', abort)
    signal.addEventListener('abort', abort)
    request.send(file)
  })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
