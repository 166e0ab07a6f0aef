import { Button, List, Modal, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReadingSet } from '@/api/types'
import type { Column } from '@/components/data-table'
import { ListPanel } from '@/components/list-panel'
import { StateBadge } from '@/components/state-badge'
import { Empty } from '@/components/states'
import { formatCount, formatInstant } from '@/lib/format'
import { importsQuery, refusedOf, type AnnotationImport, type FileReport } from '../api'
import { useText } from '../messages'
import { ImportButton } from './import-button'

/** What was brought into a set, newest first, and what was refused of it. */
export function ImportList({ set }: { set: ReadingSet }) {
  const t = useText()
  const [shown, show] = useState<AnnotationImport | null>(null)
  return (
    <>
      <ListPanel
        title={t('title')}
        query={useQuery(importsQuery(set.id))}
        columns={useColumns(show)}
        rowKey={({ id }) => id}
        actions={!set.archived_at && <ImportButton set={set} />}
        empty={<Empty title={t('emptyTitle')}>{t('empty')}</Empty>}
      />
      <Modal
        opened={shown !== null}
        onClose={() => show(null)}
        size="lg"
        title={shown && t('detailsTitle', { name: shown.file_name })}
      >
        <Stack gap="md">
          {shown?.report?.files.map((file) => (
            <Refused key={file.name} file={file} />
          ))}
        </Stack>
      </Modal>
    </>
  )
}

function useColumns(show: (item: AnnotationImport) => void): Column<AnnotationImport>[] {
  const t = useText()
  return [
    { id: 'file', header: t('file'), cell: (item) => item.file_name },
    { id: 'when', header: t('when'), width: 190, cell: (item) => formatInstant(item.created_at) },
    { id: 'state', header: t('state'), width: 180, cell: (item) => <StateBadge state={item.state} /> },
    { id: 'result', header: t('result'), cell: (item) => <Result item={item} onShow={() => show(item)} /> },
  ]
}

function Result({ item, onShow }: { item: AnnotationImport; onShow: () => void }) {
  const t = useText()
  if (!item.report) return <Text size="sm">{item.state === 'failed' ? item.message : ''}</Text>
  const { readings, objects, labels_created: created } = item.report
  const refused = refusedOf(item)
  return (
    <Stack gap={2} align="flex-start">
      <Text size="sm">
        {t('resultText', { readings: formatCount(readings), objects: formatCount(objects) })}
      </Text>
      {created.length > 0 && <Text size="xs">{t('created', { names: created.join(', ') })}</Text>}
      {refused > 0 && (
        <Button
          size="compact-xs"
          variant="subtle"
          onClick={onShow}
          aria-label={`${t('refused', { count: refused, formatted: formatCount(refused) })}: ${t('show', { name: item.file_name })}`}
        >
          {t('refused', { count: refused, formatted: formatCount(refused) })}
        </Button>
      )}
    </Stack>
  )
}

function Refused({ file }: { file: FileReport }) {
  const t = useText()
  const untold = file.refused_count - file.refused.length
  if (file.refused_count === 0) return null
  return (
    <section aria-label={file.name}>
      <Title order={3} fz="sm">
        {file.name}
      </Title>
      <List size="sm">
        {file.refused.map(({ item, error, message }, number) => (
          <List.Item key={`${number} ${error}`}>
            {item}: {message}
          </List.Item>
        ))}
        {untold > 0 && <List.Item>{t('more', { number: formatCount(untold) })}</List.Item>}
      </List>
    </section>
  )
}
