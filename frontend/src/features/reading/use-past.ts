/** The history of the reading on the screen: what was done, how it was, and the way back there. */
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ApiError } from '@/api/errors'
import type { Examination } from './model/examination'
import type { Command } from './model/keys'
import type { ExaminationSession, Snapshot } from './model/session'
import {
  fetchVersion,
  objectsQuery,
  recall,
  restore,
  writtenQuery,
  type Written,
  type WrittenObject,
} from './model/written'

export interface Past {
  readonly isOpen: boolean
  /** The version that is looked at, once it is here. */
  readonly shown: Examination | null
  readonly version: number | null
  readonly written: readonly Written[]
  readonly objects: readonly WrittenObject[]
  readonly isLoading: boolean
  readonly hasMore: boolean
  readonly error: ApiError | null
  /** Everything is saved, so that the reading can be changed by the server. */
  readonly canRestore: boolean
  toggle(this: void): void
  more(this: void): void
  look(this: void, version: number | null): void
  restore(this: void, version: number, objectId?: string): void
}

/** What would change the reading: not while an old version is on the screen. */
const EDITS: readonly Command['type'][] = [
  'accept-proposal',
  'carry',
  'label',
  'nudge',
  'resize',
  'move-grip',
  'add-corner',
  'remove-corner',
  'copy',
  'delete',
  'edit-label',
  'flag',
  'undo',
  'redo',
  'done',
]

export const isEdit = ({ type }: Command): boolean => EDITS.includes(type)

export function usePast(
  session: ExaminationSession | null,
  snapshot: Snapshot | null,
  objectId: string | null,
): Past {
  const [isOpen, setOpen] = useState(false)
  const [looked, setLooked] = useState<{ id: string; version: number } | null>(null)
  const base = snapshot?.queue.base ?? null
  const id = base?.id ?? ''
  const version = isOpen && looked?.id === id ? looked.version : null
  const isAsked = isOpen && base !== null

  const written = useInfiniteQuery({ ...writtenQuery(id, base?.version ?? 0, objectId), enabled: isAsked })
  const objects = useQuery({ ...objectsQuery(id, base?.version ?? 0), enabled: isAsked })
  const shown = useQuery({
    queryKey: ['reading', 'version', id, version],
    queryFn: () => fetchVersion(id, version!),
    enabled: version !== null,
    staleTime: Infinity,
  })
  const restoring = useMutation({
    mutationFn: (wanted: { version: number; objectId?: string | undefined }) =>
      restore(base!, wanted.version, wanted.objectId),
    meta: { showsError: true },
    onSuccess: (restored) => {
      setLooked(null)
      session?.take(restored)
      void session?.takeUp(recall)
    },
  })
  return {
    isOpen,
    version,
    shown: version === null ? null : (shown.data ?? null),
    written: written.data?.pages.flatMap(({ items }) => items) ?? [],
    objects: objects.data?.items ?? [],
    isLoading: written.isPending || shown.isFetching,
    hasMore: written.hasNextPage,
    error: written.error ?? objects.error ?? shown.error ?? restoring.error,
    canRestore: snapshot !== null && snapshot.queue.entries.length === 0 && !restoring.isPending,
    toggle: () => {
      setOpen((now) => !now)
      setLooked(null)
      restoring.reset()
    },
    more: () => void written.fetchNextPage(),
    look: (to) => setLooked(to === null || !base ? null : { id, version: to }),
    restore: (to, object) => restoring.mutate({ version: to, objectId: object }),
  }
}
