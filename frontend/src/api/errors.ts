import { i18n } from '@/lib/i18n'

/** What the server answered instead of a result (an RFC 9457 problem), or that it did not answer. */
export class ApiError extends Error {
  override name = 'ApiError'

  constructor(
    /** The HTTP status; 0 when no answer came. */
    readonly status: number,
    /** The stable name of what happened, such as `NoPackageLeft`. */
    readonly error: string,
    /** What happened, in words for a person. */
    readonly detail: string,
    /** The whole problem, for errors that carry more than words. */
    readonly problem: Readonly<Record<string, unknown>> = {},
  ) {
    super(detail)
  }

  /** What is wrong with single fields of a form, by field, where the server says so. */
  get fieldErrors(): Record<string, string> {
    const errors = this.problem['errors']
    return Object.fromEntries(Array.isArray(errors) ? errors.flatMap(asFieldError) : [])
  }

  /** The same, with named errors at the field that they are about: `{ EmailTaken: 'email' }`. */
  errorsAt(places: Readonly<Record<string, string>>): Record<string, string> {
    const field = places[this.error]
    return field ? { ...this.fieldErrors, [field]: this.detail } : this.fieldErrors
  }
}

export function noAnswer(): ApiError {
  return new ApiError(0, 'NoAnswer', i18n.t('common:errors.noAnswer'))
}

/** Reads a problem from the body of a failed answer, whatever the body holds. */
export function problemFrom(status: number, body: unknown): ApiError {
  if (isRecord(body) && typeof body['detail'] === 'string') {
    const name = typeof body['error'] === 'string' ? body['error'] : 'Problem'
    return new ApiError(status, name, body['detail'], body)
  }
  return new ApiError(status, 'Unexpected', i18n.t('common:errors.unexpected', { status }))
}

/** The same kind of error for whatever was thrown. */
export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error
  if (error instanceof TypeError) return noAnswer()
  return new ApiError(0, 'Unexpected', error instanceof Error ? error.message : String(error))
}

/** `body.package_size` is the field `package_size` of the form that sent it. */
function asFieldError(entry: unknown): [string, string][] {
  if (!isRecord(entry)) return []
  const { field, message } = entry
  if (typeof field !== 'string' || typeof message !== 'string') return []
  return [[field.split('.').at(-1) ?? field, message]]
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
