import type { TFunction } from 'i18next'
import type { Prior } from '@/api/types'
import { formatDate } from '@/lib/format'

/** By its date where the set shows that, else by how long before it was. */
export function priorName({ days_before, study_date }: Prior, t: TFunction<'reading'>): string {
  if (study_date) return t('stage.prior.of', { date: formatDate(study_date) })
  if (days_before === null) return t('stage.prior.undated')
  return t('stage.prior.before', { count: days_before })
}
