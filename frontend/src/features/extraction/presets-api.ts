import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import type { ExtractionPreset, PresetCreate } from '@/api/types'

const ofPreset = (presetId: string) => ({ path: { preset_id: presetId } })

/** The newest version of each. */
export const presetsQuery = (search = '', page = 1, size = 100) =>
  queryOptions({
    queryKey: ['extraction-presets', 'list', search, page, size],
    queryFn: () => {
      const query = { latest: true, page, page_size: size, ...(search && { search }) }
      return unwrap(api.GET('/api/v1/extraction-presets', { params: { query } }))
    },
    placeholderData: keepPreviousData,
  })

/** All that there are, to choose from. */
export const allPresetsQuery = presetsQuery('', 1, 500)

/** Every version of one, the newest first. */
export const presetVersionsQuery = ({ id, name, organization_id }: ExtractionPreset) =>
  queryOptions({
    queryKey: ['extraction-presets', 'versions', id],
    queryFn: async () => {
      const query = { search: name, page_size: 500 }
      const { items } = await unwrap(api.GET('/api/v1/extraction-presets', { params: { query } }))
      return items
        .filter((preset) => preset.name === name && preset.organization_id === organization_id)
        .toSorted((a, b) => b.version - a.version)
    },
  })

export const presetQuery = (presetId: string) =>
  queryOptions({
    queryKey: ['extraction-presets', presetId],
    queryFn: () => unwrap(api.GET('/api/v1/extraction-presets/{preset_id}', { params: ofPreset(presetId) })),
  })

export const presetSourceUrl = (presetId: string) => `/api/v1/extraction-presets/${presetId}/source`

/** What is wrong with a source, and what it would compute. */
export const checkQuery = (source: string) =>
  queryOptions({
    queryKey: ['extraction-presets', 'check', source],
    queryFn: () => unwrap(api.POST('/api/v1/extraction-presets/check', { body: { source } })),
    enabled: source.trim() !== '',
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    gcTime: 60_000,
  })

export function useCreatePreset() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (body: PresetCreate) => unwrap(api.POST('/api/v1/extraction-presets', { body })),
    meta: { showsError: true },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['extraction-presets'] }),
  })
}

export function useCreatePresetVersion(presetId: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (body: { source: string; description?: string }) =>
      unwrap(
        api.POST('/api/v1/extraction-presets/{preset_id}/versions', { params: ofPreset(presetId), body }),
      ),
    meta: { showsError: true },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['extraction-presets'] }),
  })
}
