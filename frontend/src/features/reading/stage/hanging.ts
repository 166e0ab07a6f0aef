/** How the images of a sample are laid out when it is opened: by its modality and body part. */
import type { HangingRule, Prior, SampleImage } from '@/api/types'
import { USUAL_HANGING } from '@/lib/usual-hanging'
import { arranged, CELLS, LAYOUTS, type Arrangement, type Layout } from './arrangement'
import type { Links } from './links'

const ALONE: HangingRule = {
  modality: null,
  body_part: null,
  layout: '1x1',
  with_prior: false,
  links: ['scroll'],
}

/** The first rule that an image of the sample fulfils. */
export function ruleFor(
  images: readonly SampleImage[],
  rules: readonly HangingRule[] = USUAL_HANGING,
): HangingRule {
  const fits = (rule: HangingRule) =>
    images.some((image) => isAsked(rule.modality, image.modality) && isAsked(rule.body_part, image.body_part))
  return rules.find(fits) ?? ALONE
}

const isAsked = (wanted: string | null | undefined, has: string | null): boolean =>
  !wanted || wanted === has?.toUpperCase()

/** The sample as the rule has it, in the layout that the reader chose instead, if they did. */
export function hung(
  images: readonly SampleImage[],
  priors: readonly Prior[],
  rule: HangingRule,
  chosen: Layout | null = null,
): Arrangement {
  const own = images.map(({ id }) => id)
  const prior = rule.with_prior && images[0] ? priorOf(images[0], priors) : null
  const layout = chosen ?? smallest(rule.layout, own.length + (prior ? 1 : 0))
  const room = CELLS[layout] - (prior && CELLS[layout] > 1 ? 1 : 0)
  const shown = own.slice(0, room)
  return arranged(layout, prior && CELLS[layout] > 1 ? [...shown, prior.id] : shown)
}

/** The latest that is of the same kind, and of the same part as far as both say so. */
function priorOf(main: SampleImage, priors: readonly Prior[]): SampleImage | null {
  const isAlike = ({ modality, body_part }: SampleImage) =>
    modality === main.modality && (!body_part || !main.body_part || body_part === main.body_part)
  return priors.flatMap(({ images }) => images).find(isAlike) ?? null
}

/** Cells that nothing would be shown in are left away. */
const smallest = (layout: Layout, count: number): Layout =>
  LAYOUTS.find((each) => CELLS[each] >= Math.min(count, CELLS[layout])) ?? layout

export const linksOf = ({ links = [] }: HangingRule): Links => ({
  scroll: links.includes('scroll'),
  window: links.includes('window'),
  zoom: links.includes('zoom'),
})
