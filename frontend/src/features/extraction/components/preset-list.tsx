import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button } from '@mantine/core'
import type { ExtractionPreset } from '@/api/types'
import type { Column } from '@/components/data-table'
import { LinkAnchor, LinkButton } from '@/components/links'
import { ListPanel } from '@/components/list-panel'
import { SearchField } from '@/components/search-field'
import { Empty } from '@/components/states'
import { useListSearch } from '@/components/use-list-search'
import { formatCount, formatDate } from '@/lib/format'
import { useText } from '../messages'
import { presetsQuery } from '../presets-api'
import { sectionName } from './preset-sections'

interface Organization {
  id: string
  name: string
}

/** The presets of one's organisations, each in its newest version. */
export function PresetList({ organizations }: { organizations: readonly Organization[] }) {
  const t = useText()
  const { page, q } = useListSearch()
  const navigate = useNavigate()
  const columns = usePresetColumns(organizations)
  return (
    <ListPanel
      title={t('presets')}
      query={useQuery(presetsQuery(q, page))}
      columns={columns}
      rowKey={(preset) => preset.id}
      onOpen={({ id }) => void navigate({ to: '/extraction-presets/$presetId', params: { presetId: id } })}
      actions={
        <>
          <SearchField label={t('preset.search')} />
          <LinkButton to="/extraction-presets/new" size="xs">
            {t('preset.new')}
          </LinkButton>
        </>
      }
      empty={q ? <NoMatch text={q} /> : <Empty title={t('preset.noneTitle')}>{t('preset.none')}</Empty>}
    />
  )
}

function NoMatch({ text }: { text: string }) {
  const t = useText()
  const { change } = useListSearch()
  const showAll = () => change({ q: undefined, page: undefined })
  return (
    <Empty
      title={t('preset.noMatchTitle')}
      action={
        <Button variant="default" onClick={showAll}>
          {t('preset.all')}
        </Button>
      }
    >
      {t('preset.noMatch', { text })}
    </Empty>
  )
}

function usePresetColumns(organizations: readonly Organization[]): Column<ExtractionPreset>[] {
  const t = useText()
  const nameOf = (id: string) => organizations.find((organization) => organization.id === id)?.name ?? '–'
  const organization: Column<ExtractionPreset> = {
    id: 'organization',
    header: t('preset.organization'),
    sortValue: (preset) => nameOf(preset.organization_id),
    cell: (preset) => nameOf(preset.organization_id),
  }
  return [
    {
      id: 'name',
      header: t('preset.name'),
      sortValue: (preset) => preset.name,
      cell: (preset) => (
        <LinkAnchor
          to="/extraction-presets/$presetId"
          params={{ presetId: preset.id }}
          size="sm"
          fw={500}
          style={{ whiteSpace: 'nowrap' }}
        >
          {preset.name}
        </LinkAnchor>
      ),
    },
    {
      id: 'version',
      header: t('preset.version'),
      numeric: true,
      width: 90,
      sortValue: (preset) => preset.version,
      cell: (preset) => formatCount(preset.version),
    },
    {
      id: 'modalities',
      header: t('preset.modalities'),
      cell: ({ sections }) =>
        sections.map((section) => sectionName(section, sections.length === 1, t)).join(', '),
    },
    { id: 'types', header: t('imageTypes'), cell: ({ sections }) => imageTypes(sections) },
    { id: 'description', header: t('preset.description'), cell: (preset) => preset.description },
    ...(organizations.length > 1 ? [organization] : []),
    {
      id: 'by',
      header: t('preset.by'),
      width: 120,
      sortValue: (preset) => creatorOf(preset, t),
      cell: (preset) => creatorOf(preset, t),
    },
    {
      id: 'created',
      header: t('preset.created'),
      width: 120,
      sortValue: (preset) => preset.created_at,
      cell: (preset) => <span style={{ whiteSpace: 'nowrap' }}>{formatDate(preset.created_at)}</span>,
    },
  ]
}

type Text = ReturnType<typeof useText>

const imageTypes = (sections: ExtractionPreset['sections']) =>
  [...new Set(sections.flatMap((section) => section.image_types))].join(', ')

export const creatorOf = ({ is_shipped: isShipped, created_by_name: name }: ExtractionPreset, t: Text) =>
  isShipped ? t('preset.shipped') : (name ?? '–')
