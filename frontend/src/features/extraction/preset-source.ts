import type { ApiError } from '@/api/errors'
import type { PresetError } from '@/api/types'

export type SourceError = PresetError

/** What a refused source has wrong, by line; nothing for other refusals. */
export function sourceErrors(error: ApiError | null): SourceError[] {
  const errors = error?.error === 'InvalidPreset' ? error.problem['errors'] : null
  return Array.isArray(errors) ? errors.filter(isSourceError) : []
}

/** The name that a preset gives itself, or that of the file it came in. */
export function suggestedName(source: string, fileName = ''): string {
  const named = /^name:\s*(.+?)\s*$/m.exec(source)?.[1]?.replace(/^(["'])(.*)\1$/, '$2')
  return named || fileName.replace(/\.(ya?ml|json)$/i, '')
}

function isSourceError(entry: unknown): entry is SourceError {
  if (typeof entry !== 'object' || entry === null) return false
  return 'message' in entry && typeof entry.message === 'string'
}
