import { useSuspenseQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { ApiError } from '@/api/errors'
import { meQuery } from '@/features/auth'
import { forgetPlace, rememberPlace, type RecentPlace } from './recent-places'

interface Shown {
  /** Known once the page is. */
  title: string | undefined
  error: ApiError | null
}

/** Lets a page be found again: remembered once it shows what it is about, forgotten when that is gone. */
export function useRememberPage(kind: RecentPlace['kind'], path: string, { title, error }: Shown): void {
  const { data: me } = useSuspenseQuery(meQuery)
  const isGone = error?.status === 404
  useEffect(() => {
    if (isGone) forgetPlace(me.id, path)
    else if (title) rememberPlace(me.id, { kind, path, title })
  }, [me.id, kind, path, title, isGone])
}
