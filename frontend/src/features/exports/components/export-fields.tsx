import { Checkbox, Group, Radio, Select, Stack, Switch } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReadingSet } from '@/api/types'
import { QueryView } from '@/components/query-view'
import { formatsQuery, type ExportCreate, type ExportFormat, type ReadingKind } from '../api'
import { useText } from '../messages'
import { ExportPlan } from './export-plan'

interface ExportFieldsProps {
  set: ReadingSet
  wanted: ExportCreate
  onWant: (change: Partial<ExportCreate>) => void
}

const kinds: readonly ReadingKind[] = ['reading', 'adjudication', 'reference', 'imported']

export function ExportFields({ set, wanted, onWant }: ExportFieldsProps) {
  const formats = useQuery(formatsQuery)
  return (
    <QueryView query={formats}>
      {(known) => (
        <Stack gap="lg">
          <FormatField formats={known} wanted={wanted} onWant={onWant} />
          <WhoseField set={set} wanted={wanted} onWant={onWant} />
          {wanted.whose === 'all' && <KindsField wanted={wanted} onWant={onWant} />}
          <Details wanted={wanted} onWant={onWant} />
          <ExportPlan setId={set.id} wanted={wanted} />
        </Stack>
      )}
    </QueryView>
  )
}

type FieldProps = Omit<ExportFieldsProps, 'set'>

function FormatField({ formats, wanted, onWant }: FieldProps & { formats: readonly ExportFormat[] }) {
  const t = useText()
  const chosen = formats.find(({ key }) => key === wanted.format)
  return (
    <Select
      label={t('format')}
      description={chosen?.description}
      data={formats.map(({ key, title }) => ({ value: key, label: title }))}
      value={wanted.format}
      onChange={(key) => key && onWant({ format: key })}
      allowDeselect={false}
      searchable
    />
  )
}

function WhoseField({ set, wanted, onWant }: ExportFieldsProps) {
  const t = useText()
  return (
    <Radio.Group
      label={t('whose')}
      description={set.is_blind && t('blind')}
      value={wanted.whose}
      onChange={(whose) => onWant({ whose: whose, ...(whose === 'own' && { kinds: ['reading'] }) })}
    >
      <Group gap="lg" mt="xs">
        <Radio value="all" label={t('whoseOf.all')} disabled={set.is_blind} />
        <Radio value="own" label={t('whoseOf.own')} />
      </Group>
    </Radio.Group>
  )
}

function KindsField({ wanted, onWant }: FieldProps) {
  const t = useText()
  return (
    <Checkbox.Group
      label={t('kinds')}
      value={wanted.kinds ?? []}
      onChange={(chosen) => chosen.length > 0 && onWant({ kinds: chosen })}
    >
      <Group gap="lg" mt="xs">
        {kinds.map((kind) => (
          <Checkbox key={kind} value={kind} label={t(`kindOf.${kind}`)} />
        ))}
      </Group>
    </Checkbox.Group>
  )
}

function Details({ wanted, onWant }: FieldProps) {
  const t = useText()
  return (
    <Stack gap="sm">
      <Switch
        label={t('onlyDone')}
        description={t('onlyDoneHint')}
        checked={wanted.only_done ?? false}
        onChange={({ currentTarget }) => onWant({ only_done: currentTarget.checked })}
      />
      <Switch
        label={t('names')}
        description={t('namesHint')}
        checked={wanted.names ?? false}
        onChange={({ currentTarget }) => onWant({ names: currentTarget.checked })}
      />
    </Stack>
  )
}
