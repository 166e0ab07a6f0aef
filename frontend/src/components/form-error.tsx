import type { ApiError } from '@/api/errors'
import { StaleNotice } from './stale-notice'
import { Notice } from './states'

interface FormErrorProps {
  error: ApiError | null
  /** Errors, by name, that the form shows at one of its fields. */
  places?: Readonly<Record<string, string>> | undefined
  /** Fills the form with what is stored now, after somebody else was first. */
  onLookAgain?: (() => void) | undefined
}

/** What went wrong with a form as a whole; what is wrong with a field stands at the field. */
export function FormError({ error, places = {}, onLookAgain }: FormErrorProps) {
  if (!error || Object.keys(error.errorsAt(places)).length > 0) return null
  if (error.status === 412 && onLookAgain) return <StaleNotice onLookAgain={onLookAgain} />
  return <Notice>{error.detail}</Notice>
}
