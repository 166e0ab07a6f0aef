import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ExtractionPlan } from '@/api/types'
import { planQuery } from './plan-api'
import { requestOf, startChoice, type PlanChoice, type Scope } from './plan-choice'

type Names = ExtractionPlan['region_names']
type Mappable = ExtractionPlan['series_to_map']

/** What a person chose, and what the server says would come of it. */
export function usePlan(scope: Scope, firstPreset: string | null) {
  const [choice, setChoice] = useState(() => startChoice(firstPreset))
  // What can be chosen stays when a choice leaves the plan without it.
  const [names, setNames] = useState<Names>([])
  const [mappable, setMappable] = useState<Mappable>([])
  const request = requestOf(scope, choice, namesOf(names))
  const plan = useQuery(planQuery(request))
  const [seen, setSeen] = useState<ExtractionPlan | undefined>()
  if (plan.data && plan.data !== seen && !plan.isPlaceholderData) {
    setSeen(plan.data)
    setNames(plan.data.region_names)
    setMappable(joined(mappable, plan.data.series_to_map))
  }
  const change = (patch: Partial<PlanChoice>) => setChoice((old) => ({ ...old, ...patch }))
  /** Another preset has other keys. */
  const changePreset = (presetId: string | null) => {
    change({ presetId, keys: {} })
    setMappable([])
  }
  return { choice, change, changePreset, request, plan, names, mappable }
}

export type Planning = ReturnType<typeof usePlan>

const namesOf = (names: Names) => names.map(({ name }) => name)

function joined(known: Mappable, found: Mappable): Mappable {
  const isKnown = new Set(known.map(({ series_id }) => series_id))
  return [...known, ...found.filter(({ series_id }) => !isKnown.has(series_id))]
}
