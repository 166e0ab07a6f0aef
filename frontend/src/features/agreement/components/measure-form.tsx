import {
  Button,
  Collapse,
  Group,
  MultiSelect,
  NumberInput,
  SegmentedControl,
  Stack,
  Text,
} from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useState, type FormEvent } from 'react'
import type { Label, ReadingSet } from '@/api/types'
import { FormError } from '@/components/form-error'
import { Panel } from '@/components/panel'
import { useMeasure, type AgreementCreate, type AgreementRun } from '../api'
import { useText } from '../messages'
import { families, familyNames } from '../names'

interface MeasureFormProps {
  set: ReadingSet
  labels: readonly Label[]
  onStarted: (run: AgreementRun) => void
}

/** What is to be measured; without a choice, everything of the present round. */
export function MeasureForm({ set, labels, onStarted }: MeasureFormProps) {
  const t = useText()
  const measure = useMeasure(set.id)
  const [body, setBody] = useState<AgreementCreate>({ rounds: [set.round] })
  const [showsMore, more] = useDisclosure()
  const change = (patch: AgreementCreate) => setBody((old) => ({ ...old, ...patch }))
  const rounds = Array.from({ length: set.round }, (_, index) => String(index + 1))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    measure.mutate(body, { onSuccess: onStarted })
  }
  return (
    <Panel title={t('measureTitle')}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <FormError error={measure.error} />
          <Group align="flex-end" gap="md">
            {rounds.length > 1 && (
              <MultiSelect
                label={t('rounds')}
                data={rounds.map((value) => ({ value, label: t('round', { number: value }) }))}
                value={(body.rounds ?? []).map(String)}
                onChange={(chosen) => chosen.length > 0 && change({ rounds: chosen.map(Number) })}
                maw={360}
              />
            )}
            <MultiSelect
              label={t('labels')}
              placeholder={body.label_ids ? '' : t('allLabels')}
              data={labels.map(({ id, name }) => ({ value: id, label: name }))}
              value={body.label_ids ?? []}
              onChange={(chosen) => change({ label_ids: chosen.length > 0 ? chosen : null })}
              searchable
              clearable
              miw={260}
              maw={480}
            />
            <MultiSelect
              label={t('measures')}
              placeholder={body.formulas ? '' : t('allMeasures')}
              data={familyNames.map((family) => ({
                group: t(`families.${family}`),
                items: families[family].map((value) => ({ value, label: t(`formulaNames.${value}`) })),
              }))}
              value={body.formulas ?? []}
              onChange={(chosen) => change({ formulas: chosen.length > 0 ? chosen : null })}
              searchable
              clearable
              miw={260}
              maw={480}
            />
            <Button type="submit" loading={measure.isPending}>
              {t('measure')}
            </Button>
            <Button variant="subtle" onClick={more.toggle} aria-expanded={showsMore}>
              {t('more')}
            </Button>
          </Group>
          <Collapse expanded={showsMore}>
            <Details body={body} change={change} />
          </Collapse>
        </Stack>
      </form>
    </Panel>
  )
}

interface DetailsProps {
  body: AgreementCreate
  change: (patch: AgreementCreate) => void
}

function Details({ body, change }: DetailsProps) {
  const t = useText()
  const by = body.match_by ?? 'iou'
  const number = (value: string | number) => (typeof value === 'number' ? value : undefined)
  return (
    <Group align="flex-end" gap="md">
      <Stack gap={4}>
        <Text size="sm" fw={500}>
          {t('matchBy')}
        </Text>
        <SegmentedControl
          size="xs"
          aria-label={t('matchBy')}
          value={by}
          onChange={(chosen) => change({ match_by: chosen })}
          data={[
            { value: 'iou', label: t('byIou') },
            { value: 'centre', label: t('byCentre') },
          ]}
        />
      </Stack>
      {by === 'iou' ? (
        <NumberInput
          label={t('iou')}
          value={body.iou_at_least ?? 0.5}
          onChange={(value) => change({ iou_at_least: number(value) ?? 0.5 })}
          min={0.01}
          max={1}
          step={0.05}
          w={180}
        />
      ) : (
        <NumberInput
          label={t('centre')}
          value={body.centres_within_px ?? 10}
          onChange={(value) => change({ centres_within_px: number(value) ?? 10 })}
          min={0.1}
          max={10_000}
          w={180}
        />
      )}
      <NumberInput
        label={t('tolerance')}
        value={body.tolerance_mm ?? 1}
        onChange={(value) => change({ tolerance_mm: number(value) ?? 1 })}
        min={0}
        max={1000}
        step={0.5}
        w={260}
      />
      <NumberInput
        label={t('replicates')}
        value={body.replicates ?? 1000}
        onChange={(value) => change({ replicates: number(value) ?? 1000 })}
        min={100}
        max={10_000}
        step={500}
        w={180}
      />
      <NumberInput
        label={t('seed')}
        description={t('seedHint')}
        value={body.seed ?? ''}
        onChange={(value) => change({ seed: number(value) ?? null })}
        min={0}
        allowDecimal={false}
        w={220}
      />
    </Group>
  )
}
