import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { Study } from '@/api/types'
import type { Column } from '@/components/data-table'
import { LinkAnchor } from '@/components/links'
import { ListPanel } from '@/components/list-panel'
import { useText as useCommonText } from '@/components/messages'
import { SearchField } from '@/components/search-field'
import { Empty } from '@/components/states'
import { useListSearch } from '@/components/use-list-search'
import { formatCount, formatDate } from '@/lib/format'
import { studiesQuery } from '../api'
import { useText } from '../messages'

export function StudyList() {
  const t = useText()
  const { page, q, change } = useListSearch()
  const navigate = useNavigate()
  const columns = useStudyColumns()
  const showAll = (
    <Button variant="default" onClick={() => change({ q: undefined, page: undefined })}>
      {t('clearSearch')}
    </Button>
  )
  const empty = q ? (
    <Empty title={t('noMatchTitle')} action={showAll}>
      {t('noMatch', { text: q })}
    </Empty>
  ) : (
    <Empty title={t('emptyTitle')}>{t('empty')}</Empty>
  )
  return (
    <ListPanel
      title={t('title')}
      query={useQuery(studiesQuery(q, page))}
      columns={columns}
      rowKey={(study) => study.id}
      onOpen={(study) => void navigate({ to: '/studies/$studyId', params: { studyId: study.id } })}
      actions={<SearchField label={t('search')} />}
      empty={empty}
    />
  )
}

function useStudyColumns(): Column<Study>[] {
  const t = useText()
  const common = useCommonText()
  return [
    {
      id: 'patient',
      header: t('patient'),
      sortValue: (study) => study.patient_label,
      cell: (study) => (
        <LinkAnchor to="/studies/$studyId" params={{ studyId: study.id }} size="sm" fw={500}>
          {study.patient_label || common('unknown')}
        </LinkAnchor>
      ),
    },
    {
      id: 'description',
      header: t('description'),
      sortValue: (study) => study.description,
      cell: (study) => study.description ?? '–',
    },
    {
      id: 'date',
      header: t('date'),
      width: 130,
      sortValue: (study) => study.study_date,
      cell: (study) => (study.study_date ? formatDate(study.study_date) : '–'),
    },
    {
      id: 'modalities',
      header: t('modalities'),
      width: 150,
      cell: (study) => study.modalities.join(', '),
    },
    {
      id: 'series',
      header: t('series'),
      numeric: true,
      width: 90,
      sortValue: (study) => study.series_count,
      cell: (study) => formatCount(study.series_count),
    },
    {
      id: 'instances',
      header: t('instances'),
      numeric: true,
      width: 100,
      sortValue: (study) => study.instance_count,
      cell: (study) => formatCount(study.instance_count),
    },
    {
      id: 'added',
      header: t('added'),
      width: 130,
      sortValue: (study) => study.created_at,
      cell: (study) => formatDate(study.created_at),
    },
  ]
}
