/** What the cells show: as the rules of the set hang it, until the reader wants it otherwise. */
import { useCallback, useMemo, useState } from 'react'
import type { HangingRule } from '@/api/types'
import type { SampleImage } from '../model/examination'
import { divided, type Arrangement, type Layout } from './arrangement'
import { hung, ruleFor } from './hanging'
import type { Showable } from './showables'

interface Chosen {
  readonly sampleId: string
  readonly arrangement: Arrangement
}

export function useArrangement(
  sampleId: string,
  images: readonly SampleImage[],
  { showables, priors }: { showables: readonly Showable[]; priors: Parameters<typeof hung>[1] },
  rules: readonly HangingRule[] | null,
) {
  const rule = useMemo(() => ruleFor(images, rules ?? undefined), [images, rules])
  const [layouts, setLayouts] = useState<ReadonlyMap<HangingRule, Layout>>(new Map())
  const beginning = useMemo(
    () => hung(images, priors, rule, layouts.get(rule)),
    [images, priors, rule, layouts],
  )
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const arrangement = chosen?.sampleId === sampleId ? chosen.arrangement : beginning
  const change = useCallback(
    (make: (now: Arrangement) => Arrangement) =>
      setChosen((before) => {
        const now = before?.sampleId === sampleId ? before.arrangement : beginning
        const arrangement = make(now)
        return arrangement === now ? before : { sampleId, arrangement }
      }),
    [sampleId, beginning],
  )
  /** This layout, and for samples that hang by the same rule too, as long as the room is open. */
  const divide = useCallback(
    (layout: Layout) => {
      const own = showables.filter(({ prior }) => prior === null).map(({ id }) => id)
      change((now) => divided(now, layout, own))
      setLayouts((before) => new Map(before).set(rule, layout))
    },
    [change, showables, rule],
  )
  return { arrangement, rule, change, divide }
}
