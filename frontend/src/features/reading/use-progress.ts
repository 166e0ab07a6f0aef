import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef } from 'react'
import type { Examination } from './model/examination'
import { itemsQuery } from './model/server'

/** The rail shows what this reader did, without asking the server again. */
export function useShowProgress(
  packageId: string,
  examination: Examination | null,
): (now: Examination) => void {
  const queryClient = useQueryClient()
  const show = useCallback(
    ({ sample_id, state, annotations }: Examination) => {
      const here = { state, annotation_count: annotations.length }
      queryClient.setQueryData(itemsQuery(packageId).queryKey, (items) =>
        items?.map((item) => (item.sample.id === sample_id ? { ...item, ...here } : item)),
      )
    },
    [queryClient, packageId],
  )
  const key = examination && `${examination.sample_id} ${examination.state} ${examination.annotations.length}`
  const latest = useRef(examination)
  useEffect(() => {
    latest.current = examination
  })
  useEffect(() => {
    if (key && latest.current) show(latest.current)
  }, [key, show])
  return show
}
