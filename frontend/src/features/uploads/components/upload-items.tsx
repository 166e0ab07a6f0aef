import { SegmentedControl, Select, Stack, Text, UnstyledButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Upload, UploadItem, UploadOutcome } from '@/api/types'
import { Code } from '@/components/code'
import type { Column } from '@/components/data-table'
import { AnchorButton } from '@/components/links'
import { ListPanel } from '@/components/list-panel'
import { useText as useCommonText } from '@/components/messages'
import { SearchField } from '@/components/search-field'
import { StateBadge } from '@/components/state-badge'
import { Empty } from '@/components/states'
import { useListSearch } from '@/components/use-list-search'
import { formatBytes, formatCount } from '@/lib/format'
import { outcomes, remarkCodesQuery, reportUrl, uploadItemsQuery } from '../api'
import { useText } from '../messages'

/** Every file of an upload, with what became of it and why. */
export function UploadItems({ upload }: { upload: Upload }) {
  const t = useText()
  const { page, outcome: asked, code, q } = useListSearch()
  const outcome = outcomes.find((known) => known === asked)
  const columns = useItemColumns()
  return (
    <Stack gap="md">
      <OutcomeFilter upload={upload} outcome={outcome} />
      <ListPanel
        title={t('files')}
        query={useQuery(uploadItemsQuery(upload, { outcome, code, search: q }, page))}
        columns={columns}
        rowKey={(item) => item.id}
        actions={
          <>
            <SearchField label={t('search')} />
            <CodeFilter upload={upload} />
            <AnchorButton href={reportUrl(upload.id)} download size="xs" variant="default">
              {t('download')}
            </AnchorButton>
          </>
        }
        empty={<Empty title={t('noItemsTitle')}>{t('noItems')}</Empty>}
      />
    </Stack>
  )
}

function OutcomeFilter({ upload, outcome }: { upload: Upload; outcome: UploadOutcome | undefined }) {
  const t = useText()
  const common = useCommonText()
  const { change } = useListSearch()
  const choose = (value: string) => change({ page: undefined, outcome: value === 'all' ? undefined : value })
  return (
    <SegmentedControl
      aria-label={t('filter')}
      value={outcome ?? 'all'}
      onChange={choose}
      style={{ alignSelf: 'flex-start' }}
      data={[
        { value: 'all', label: `${t('all')} ${formatCount(upload.counts.received)}` },
        ...outcomes.map((value) => ({
          value,
          label: `${common(`state.${value}`)} ${formatCount(upload.counts[value])}`,
        })),
      ]}
    />
  )
}

/** Only files with one kind of remark. */
function CodeFilter({ upload }: { upload: Upload }) {
  const t = useText()
  const { code, change } = useListSearch()
  const { data: found = [] } = useQuery(remarkCodesQuery(upload))
  const codes = code && !found.includes(code) ? [code, ...found] : found
  if (codes.length === 0) return null
  return (
    <Select
      size="xs"
      w={200}
      aria-label={t('code')}
      placeholder={t('anyCode')}
      data={codes}
      value={code ?? null}
      onChange={(value) => change({ code: value ?? undefined, page: undefined })}
      clearable
      searchable
    />
  )
}

function useItemColumns(): Column<UploadItem>[] {
  const t = useText()
  return [
    {
      id: 'path',
      header: t('path'),
      sortValue: (item) => item.path,
      cell: (item) => (
        <Text size="sm" truncate maw={420} title={item.path}>
          {item.path}
        </Text>
      ),
    },
    {
      id: 'size',
      header: t('size'),
      numeric: true,
      width: 90,
      sortValue: (item) => item.size_bytes,
      cell: (item) => formatBytes(item.size_bytes),
    },
    {
      id: 'type',
      header: t('mediaType'),
      width: 170,
      sortValue: (item) => item.media_type,
      cell: (item) => item.media_type && <Code>{item.media_type}</Code>,
    },
    {
      id: 'outcome',
      header: t('outcome'),
      width: 210,
      sortValue: (item) => item.outcome,
      cell: (item) => <StateBadge state={item.outcome ?? 'pending'} />,
    },
    { id: 'remarks', header: t('remarks'), cell: (item) => <Remarks item={item} /> },
  ]
}

function Remarks({ item }: { item: UploadItem }) {
  return (
    <Stack gap={2} py={item.remarks.length > 0 ? 6 : 0}>
      {item.remarks.map(({ code, place, message }, index) => (
        <div key={index}>
          <Text size="sm">{message}</Text>
          <Text size="xs" c="dimmed" ff="monospace">
            <CodeButton code={code} />
            {place && ` · ${place}`}
          </Text>
        </div>
      ))}
    </Stack>
  )
}

function CodeButton({ code }: { code: string }) {
  const t = useText()
  const { change } = useListSearch()
  return (
    <UnstyledButton
      fz="inherit"
      ff="inherit"
      td="underline"
      aria-label={t('onlyCode', { code })}
      onClick={() => change({ code, page: undefined })}
    >
      {code}
    </UnstyledButton>
  )
}
