import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReadingSet } from '@/api/types'
import { setQuery, useUpdateSet } from './api'
import { useSetForm, valuesOf, type SetValues } from './use-set-form'

export type SetField = keyof SetValues

/** Errors of the server that belong to one field. */
const places = { TaskFixed: 'task', ReadersFixed: 'readers_per_sample' }

/**
 * A form over a set that others may edit too. Only what was changed is sent, and only over the version it was
 * changed from: when somebody else was first, the form takes theirs where nothing was typed, and keeps the rest.
 */
export function useSetEditing(set: ReadingSet) {
  const [base, setBase] = useState(set)
  const [theirs, setTheirs] = useState<readonly SetField[]>([])
  const [isSaved, setSaved] = useState(false)
  const queryClient = useQueryClient()
  const update = useUpdateSet(set.id)
  const form = useSetForm(valuesOf(set))
  const changed = difference(form.values, valuesOf(base))

  const show = (stored: ReadingSet, kept: Partial<SetValues> = {}) => {
    setBase(stored)
    form.setValues({ ...valuesOf(stored), ...kept })
  }
  const giveWay = async () => {
    const stored = await queryClient.fetchQuery({ ...setQuery(set.id), staleTime: 0 })
    setTheirs(fieldsOf(difference(valuesOf(stored), valuesOf(base))))
    show(stored, changed)
  }
  const submit = form.onSubmit(() => {
    setSaved(false)
    update.mutate(
      { ...changed, version: base.version },
      {
        onSuccess: (stored) => {
          setSaved(true)
          setTheirs([])
          show(stored)
        },
        onError: (error) => {
          form.setErrors(error.errorsAt(places))
          if (error.status === 412) void giveWay()
        },
      },
    )
  })
  const takeTheirs = () => {
    update.reset()
    setTheirs([])
    show(base)
  }
  // Edited elsewhere (archived, on another tab) while nothing is typed here.
  if (set.version > base.version && fieldsOf(changed).length === 0) show(set)

  return {
    form,
    base,
    submit,
    takeTheirs,
    /** What somebody else changed meanwhile. */
    theirs,
    hasChanges: fieldsOf(changed).length > 0,
    isSaved: isSaved && fieldsOf(changed).length === 0,
    isSaving: update.isPending,
    error: update.error?.status === 412 ? null : update.error,
    places,
  }
}

/** The values that are not as they were. */
function difference(now: SetValues, before: SetValues): Partial<SetValues> {
  const fields = fieldsOf(now).filter((field) => !isAlike(now[field], before[field]))
  return Object.fromEntries(fields.map((field) => [field, now[field]]))
}

/** Also of lists: the form keeps copies. */
export const isAlike = (a: SetValues[SetField], b: SetValues[SetField]): boolean =>
  a === b || JSON.stringify(a) === JSON.stringify(b)

const fieldsOf = (values: Partial<SetValues>) => Object.keys(values) as SetField[]
