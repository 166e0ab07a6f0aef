import { useNavigate } from '@tanstack/react-router'
import type { ExtractionPreset } from '@/api/types'
import { LinkButton } from '@/components/links'
import { Panel } from '@/components/panel'
import { Empty } from '@/components/states'
import { useText } from '../messages'
import { useCreatePresetVersion } from '../presets-api'
import { PresetEditor } from './preset-editor'

/** The next version of a preset, which keeps its name; earlier ones stay as they are. */
export function NewPresetVersion({ preset }: { preset: ExtractionPreset }) {
  const t = useText()
  const navigate = useNavigate()
  const create = useCreatePresetVersion(preset.id)
  if (!preset.can_edit) return <NotYours preset={preset} />
  return (
    <PresetEditor
      initial={{ name: preset.name, description: preset.description, source: preset.source }}
      isVersion
      action={t('preset.createVersion', { version: preset.version + 1 })}
      busy={create.isPending}
      error={create.error}
      onSave={({ description, source }) =>
        create.mutate(
          { source, ...(description.trim() && { description: description.trim() }) },
          {
            onSuccess: ({ id }) =>
              void navigate({ to: '/extraction-presets/$presetId', params: { presetId: id } }),
          },
        )
      }
    />
  )
}

function NotYours({ preset }: { preset: ExtractionPreset }) {
  const t = useText()
  return (
    <Panel flush>
      <Empty
        title={t('preset.notYoursTitle')}
        action={
          <LinkButton to="/extraction-presets/new" search={{ preset: preset.id }}>
            {t('preset.fromThis')}
          </LinkButton>
        }
      >
        {t('preset.notYours')}
      </Empty>
    </Panel>
  )
}
