import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Upload } from '@/api/types'
import type { Column } from '@/components/data-table'
import { LinkAnchor } from '@/components/links'
import { ListPanel } from '@/components/list-panel'
import { StateBadge } from '@/components/state-badge'
import { Empty } from '@/components/states'
import { useListSearch } from '@/components/use-list-search'
import { formatCount, formatInstant } from '@/lib/format'
import { outcomes, uploadsQuery } from '../api'
import { useText } from '../messages'

/** The uploads of the signed-in person. */
export function UploadList({ emptyAction }: { emptyAction: ReactNode }) {
  const t = useText()
  const { page } = useListSearch()
  const navigate = useNavigate()
  const columns = useUploadColumns()
  return (
    <ListPanel
      title={t('title')}
      query={useQuery(uploadsQuery(page))}
      columns={columns}
      rowKey={(upload) => upload.id}
      onOpen={(upload) => void navigate({ to: '/uploads/$uploadId', params: { uploadId: upload.id } })}
      empty={
        <Empty title={t('emptyTitle')} action={emptyAction}>
          {t('empty')}
        </Empty>
      }
    />
  )
}

function useUploadColumns(): Column<Upload>[] {
  const t = useText()
  const count = (id: 'received' | (typeof outcomes)[number]): Column<Upload> => ({
    id,
    header: t(id),
    numeric: true,
    width: 120,
    sortValue: (upload) => upload.counts[id],
    cell: (upload) => formatCount(upload.counts[id]),
  })
  return [
    {
      id: 'created',
      header: t('createdAt'),
      sortValue: (upload) => upload.created_at,
      cell: (upload) => (
        <LinkAnchor to="/uploads/$uploadId" params={{ uploadId: upload.id }} size="sm" fw={500}>
          {formatInstant(upload.created_at)}
        </LinkAnchor>
      ),
    },
    {
      id: 'state',
      header: t('state'),
      width: 150,
      sortValue: (upload) => upload.state,
      cell: (upload) => <StateBadge state={upload.state} />,
    },
    count('received'),
    ...outcomes.map(count),
  ]
}
