import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { QueryView } from '@/components/query-view'
import { useListSearch } from '@/components/use-list-search'
import type { ExtractionPreset } from '@/api/types'
import { useText } from '../messages'
import { presetQuery, useCreatePreset } from '../presets-api'
import { PresetEditor } from './preset-editor'

interface NewPresetProps {
  /** Of the person who writes it. */
  organizations: readonly { id: string; name: string }[]
}

/** A preset of one's own, from nothing or from another one (`?preset=`). */
export function NewPreset({ organizations }: NewPresetProps) {
  const { preset: from } = useListSearch()
  const start = useQuery({ ...presetQuery(from ?? ''), enabled: Boolean(from) })
  if (!from) return <Editor organizations={organizations} start={null} />
  return (
    <QueryView query={start}>{(preset) => <Editor organizations={organizations} start={preset} />}</QueryView>
  )
}

function Editor({ organizations, start }: NewPresetProps & { start: ExtractionPreset | null }) {
  const t = useText()
  const navigate = useNavigate()
  const create = useCreatePreset()
  return (
    <PresetEditor
      initial={{ name: '', description: start?.description ?? '', source: start?.source ?? '' }}
      organizations={organizations}
      action={t('preset.create')}
      busy={create.isPending}
      error={create.error}
      onSave={({ name, description, source, organization_id }) =>
        create.mutate(
          {
            name: name.trim(),
            source,
            ...(description.trim() && { description: description.trim() }),
            ...(organization_id && { organization_id }),
          },
          {
            onSuccess: ({ id }) =>
              void navigate({ to: '/extraction-presets/$presetId', params: { presetId: id } }),
          },
        )
      }
    />
  )
}
