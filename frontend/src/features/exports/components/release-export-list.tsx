import { Button, Group, Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ListPanel } from '@/components/list-panel'
import { Empty, Notice } from '@/components/states'
import { useListSearch } from '@/components/use-list-search'
import { formatsQuery, releaseExportsQuery, useCreateReleaseExport } from '../api'
import { useText } from '../messages'
import { useExportColumns } from './export-list'

/** One's own exports of a release: it says what is in them, so nothing but the format is asked. */
export function ReleaseExportList({ releaseId }: { releaseId: string }) {
  const t = useText()
  const { page } = useListSearch()
  return (
    <ListPanel
      title={t('title')}
      query={useQuery(releaseExportsQuery(releaseId, page))}
      columns={useExportColumns()}
      rowKey={({ id }) => id}
      actions={<NewExport releaseId={releaseId} />}
      empty={<Empty title={t('emptyTitle')}>{t('emptyRelease')}</Empty>}
    />
  )
}

function NewExport({ releaseId }: { releaseId: string }) {
  const t = useText()
  const formats = useQuery(formatsQuery).data ?? []
  const create = useCreateReleaseExport(releaseId)
  const [format, setFormat] = useState('json')
  return (
    <Group gap="sm">
      <Select
        size="xs"
        aria-label={t('format')}
        data={formats.map(({ key, title }) => ({ value: key, label: title }))}
        value={format}
        onChange={(key) => key && setFormat(key)}
        allowDeselect={false}
      />
      <Button
        size="xs"
        loading={create.isPending}
        onClick={() => {
          const chosen = formats.find(({ key }) => key === format)
          if (chosen) create.mutate({ format: chosen.key })
        }}
      >
        {t('action')}
      </Button>
      {create.error && <Notice>{create.error.detail}</Notice>}
    </Group>
  )
}
