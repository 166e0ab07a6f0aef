import { Anchor, Code, Group, Progress, Select, Stack, Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Label, ReadingSet } from '@/api/types'
import { Panel } from '@/components/panel'
import { QueryView } from '@/components/query-view'
import { Empty, Notice } from '@/components/states'
import { useListSearch } from '@/components/use-list-search'
import { formatCount, formatInstant } from '@/lib/format'
import { isWorking, runQuery, runsQuery, tableUrl, type AgreementDetail, type AgreementRun } from '../api'
import { useText } from '../messages'
import { isOfReader, isOfRound } from '../names'
import { DifferencePlot } from './difference-plot'
import { MeasureForm } from './measure-form'
import { PairMatrix } from './pair-matrix'
import { ValueTable } from './value-table'

interface AgreementViewProps {
  set: ReadingSet
  labels: readonly Label[]
}

/** How far the readers of a set agree: measured on request, and kept. */
export function AgreementView({ set, labels }: AgreementViewProps) {
  const t = useText()
  const { run: chosen, change } = useListSearch()
  const runs = useQuery(runsQuery(set.id))
  return (
    <Stack gap="xl">
      {!runs.error && <MeasureForm set={set} labels={labels} onStarted={(run) => change({ run: run.id })} />}
      <QueryView
        query={runs}
        isEmpty={(list) => list.total === 0 && !chosen}
        empty={
          <Panel flush>
            <Empty title={t('noneTitle')}>{t('none')}</Empty>
          </Panel>
        }
      >
        {({ items }) => (
          <>
            <PastRuns
              runs={items}
              chosen={chosen ?? items[0]?.id ?? ''}
              onChoose={(run) => change({ run })}
            />
            <Run runId={chosen ?? items[0]?.id ?? ''} />
          </>
        )}
      </QueryView>
    </Stack>
  )
}

interface PastRunsProps {
  runs: readonly AgreementRun[]
  chosen: string
  onChoose: (runId: string) => void
}

function PastRuns({ runs, chosen, onChoose }: PastRunsProps) {
  const t = useText()
  return (
    <Select
      label={t('past')}
      data={runs.map((run) => ({
        value: run.id,
        label: t('runOf', { when: formatInstant(run.created_at), seed: run.seed }),
      }))}
      value={chosen}
      onChange={(run) => run && onChoose(run)}
      allowDeselect={false}
      w={420}
    />
  )
}

function Run({ runId }: { runId: string }) {
  return (
    <QueryView query={useQuery(runQuery(runId))}>
      {(run) => (isWorking(run) ? <Working run={run} /> : <Finished run={run} />)}
    </QueryView>
  )
}

function Working({ run: { job } }: { run: AgreementDetail }) {
  const t = useText()
  return (
    <Panel>
      <Stack gap="sm" role="status">
        <Text size="sm">{job.message ?? t('working')}</Text>
        <Progress value={job.total > 0 ? (job.done / job.total) * 100 : 0} aria-label={t('working')} />
      </Stack>
    </Panel>
  )
}

function Finished({ run }: { run: AgreementDetail }) {
  const t = useText()
  const { results } = run
  if (!results) return <Notice>{t('failed', { reason: run.job.message ?? '' })}</Notice>
  if (results.values.length === 0) return <NoValues run={run} />
  const rounds = [...new Set(results.values.filter(isOfRound).map((value) => value.round))]
  return (
    <Stack gap="xl">
      <Provenance run={run} />
      {rounds.map((round) => (
        <ValueTable
          key={round}
          title={t('all', { number: round })}
          results={results}
          values={results.values.filter((value) => isOfRound(value) && value.round === round)}
        />
      ))}
      <PairMatrix results={results} />
      <ValueTable
        title={t('readers')}
        results={results}
        values={results.values.filter(isOfReader)}
        withReader
      />
      <DifferencePlot results={results} />
      <Formulas run={run} />
    </Stack>
  )
}

function NoValues({ run }: { run: AgreementDetail }) {
  const t = useText()
  return (
    <Stack gap="xl">
      <Provenance run={run} />
      <Panel flush>
        <Empty title={t('noValuesTitle')}>{t('noValues')}</Empty>
      </Panel>
    </Stack>
  )
}

function Provenance({ run }: { run: AgreementDetail }) {
  const t = useText()
  const { results } = run
  if (!results) return null
  const counts = [
    t('counts', { readings: formatCount(results.reading_count), cases: formatCount(results.case_count) }),
    results.open_count > 0 && t('open', { count: results.open_count }),
    results.unfit_count > 0 && t('unfit', { count: results.unfit_count }),
  ]
  return (
    <Group justify="space-between">
      <Stack gap={2}>
        <Text size="sm">{counts.filter(Boolean).join(' · ')}</Text>
        <Text size="xs" c="dimmed" component="div">
          <Code>
            {t('reproduce', { seed: run.seed, hash: run.inputs_hash?.slice(0, 16), engine: run.engine })}
          </Code>
        </Text>
      </Stack>
      <Anchor href={tableUrl(run.id)} download size="sm">
        {t('download')}
      </Anchor>
    </Group>
  )
}

function Formulas({ run }: { run: AgreementDetail }) {
  const t = useText()
  const used = new Set(run.results?.values.map((value) => value.formula))
  return (
    <Panel title={t('formulas')} flush>
      <Table.ScrollContainer minWidth={0} type="native">
        <Table aria-label={t('formulas')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('formula')}</Table.Th>
              <Table.Th>{t('definition')}</Table.Th>
              <Table.Th>{t('source')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {run.formulas
              .filter(({ formula }) => used.has(formula))
              .map(({ formula, text, source }) => (
                <Table.Tr key={formula}>
                  <Table.Td>{t(`formulaNames.${formula}`)}</Table.Td>
                  <Table.Td>{text}</Table.Td>
                  <Table.Td>{source}</Table.Td>
                </Table.Tr>
              ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Panel>
  )
}
