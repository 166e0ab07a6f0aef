import type { HangingRule } from '@/api/types'

/** How samples hang where their set has no rules of its own: mammograms as four, PET beside its CT, views in pairs. */
export const USUAL_HANGING: readonly HangingRule[] = [
  { modality: 'MG', body_part: null, layout: '2x2', with_prior: false, links: [] },
  { modality: 'PT', body_part: null, layout: '1x2', with_prior: false, links: ['scroll', 'zoom'] },
  { modality: 'CR', body_part: null, layout: '1x2', with_prior: false, links: [] },
  { modality: 'DX', body_part: null, layout: '1x2', with_prior: false, links: [] },
]
