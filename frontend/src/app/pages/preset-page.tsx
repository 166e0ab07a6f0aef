import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ExtractionPreset } from '@/api/types'
import { LinkAnchor, LinkButton } from '@/components/links'
import { Page } from '@/components/page'
import { PageView } from '@/components/page-view'
import { Trail } from '@/components/trail'
import { meQuery } from '@/features/auth'
import {
  NewPreset,
  NewPresetVersion,
  presetQuery,
  PresetView,
  useExtractionText,
} from '@/features/extraction'

const route = getRouteApi('/signed-in/shell/extraction-presets/$presetId')
const versionRoute = getRouteApi('/signed-in/shell/extraction-presets/$presetId/new-version')

export function PresetPage() {
  const t = useExtractionText()
  const { presetId } = route.useParams()
  const preset = useQuery(presetQuery(presetId))
  return (
    <PageView query={preset}>
      {(data) => (
        <Page
          title={t('presetName', { name: data.name, version: data.version })}
          trail={<PresetTrail />}
          description={data.description || undefined}
          actions={<PresetActions preset={data} />}
        >
          <PresetView preset={data} />
        </Page>
      )}
    </PageView>
  )
}

function PresetActions({ preset }: { preset: ExtractionPreset }) {
  const t = useExtractionText()
  return (
    <>
      <LinkButton to="/extraction-presets/new" search={{ preset: preset.id }} variant="default">
        {t('preset.fromThis')}
      </LinkButton>
      {preset.can_edit && preset.is_latest && (
        <LinkButton to="/extraction-presets/$presetId/new-version" params={{ presetId: preset.id }}>
          {t('preset.newVersion')}
        </LinkButton>
      )}
    </>
  )
}

function PresetTrail({ preset }: { preset?: ExtractionPreset }) {
  const t = useExtractionText()
  return (
    <Trail>
      <LinkAnchor to="/extraction-presets">{t('presets')}</LinkAnchor>
      {preset && (
        <LinkAnchor to="/extraction-presets/$presetId" params={{ presetId: preset.id }}>
          {t('presetName', { name: preset.name, version: preset.version })}
        </LinkAnchor>
      )}
    </Trail>
  )
}

export function NewPresetPage() {
  const t = useExtractionText()
  const { data: me } = useSuspenseQuery(meQuery)
  return (
    <Page title={t('preset.newTitle')} trail={<PresetTrail />}>
      <NewPreset organizations={me.organizations} />
    </Page>
  )
}

export function NewPresetVersionPage() {
  const t = useExtractionText()
  const { presetId } = versionRoute.useParams()
  const preset = useQuery(presetQuery(presetId))
  return (
    <PageView query={preset}>
      {(data) => (
        <Page title={t('preset.newVersionTitle', { name: data.name })} trail={<PresetTrail preset={data} />}>
          <NewPresetVersion preset={data} />
        </Page>
      )}
    </PageView>
  )
}
