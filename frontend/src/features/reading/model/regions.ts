/** Regions that others outlined before (RTSTRUCT, SEG), as overlays of a picture. */
import { queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import { asApiError } from '@/api/errors'
import type { Region } from '@/api/types'
import type { Place } from '@/viewer/shapes'
import { allPages } from './server'

/** Those of a sample that have something to draw. */
export const regionsQuery = (sampleId: string) =>
  queryOptions({
    queryKey: ['reading', 'regions', sampleId],
    queryFn: async () => {
      const path = { sample_id: sampleId }
      const all = await allPages<Region>((page) =>
        unwrap(
          api.GET('/api/v1/samples/{sample_id}/regions', {
            params: { path, query: { page, page_size: 500 } },
          }),
        ),
      )
      return all.filter(({ state }) => state === 'ready')
    },
  })

/** The outline of a region on one picture; empty where it is not on it, or on other images of the sample. */
export const outlineQuery = ({ id, version }: Region, { sopInstanceUid, frame }: Place) =>
  queryOptions({
    queryKey: ['reading', 'outline', id, version, sopInstanceUid, frame],
    staleTime: Infinity,
    queryFn: async (): Promise<number[][]> => {
      try {
        const path = { region_id: id, sop_uid: sopInstanceUid! }
        const slice = await unwrap(
          api.GET('/api/v1/regions/{region_id}/slices/{sop_uid}', { params: { path, query: { frame } } }),
        )
        return slice.contours
      } catch (thrown) {
        if (asApiError(thrown).error === 'SliceNotFound') return []
        throw thrown
      }
    },
  })
