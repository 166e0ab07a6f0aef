import { ImageProblem } from './sources'

export interface FrameError {
  readonly status: number | null
  /** In words for the reader. */
  readonly reason: string
}

const REASONS: Record<number, string> = {
  401: 'The session has ended. Sign in again.',
  403: 'You may not see this image.',
  404: 'The server does not have this image.',
  406: 'The server cannot send this image in a form that this browser reads.',
  0: 'The server does not answer.',
}

/** What went wrong with one picture; Cornerstone wraps and throws all kinds of things. */
export function nameFrameError(thrown: unknown): FrameError {
  const error = innermost(thrown)
  const status = statusOf(error)
  if (status !== null) {
    return { status, reason: REASONS[status] ?? `The server failed to send this image (${status}).` }
  }
  if (error instanceof ImageProblem) return { status: null, reason: error.message }
  const message = error instanceof Error ? error.message : typeof error === 'string' ? error : ''
  return {
    status: null,
    reason: message ? `This image cannot be decoded: ${message}` : 'This image cannot be decoded.',
  }
}

function innermost(thrown: unknown): unknown {
  if (typeof thrown === 'object' && thrown !== null && 'error' in thrown && thrown.error)
    return innermost(thrown.error)
  return thrown
}

function statusOf(error: unknown): number | null {
  if (typeof error !== 'object' || error === null) return null
  if ('status' in error && typeof error.status === 'number') return error.status
  if ('request' in error) return statusOf(error.request)
  return null
}
