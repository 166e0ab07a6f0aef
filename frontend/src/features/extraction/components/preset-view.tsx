import { ScrollArea, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ExtractionPreset } from '@/api/types'
import { DataTable, type Column } from '@/components/data-table'
import { Fact, Facts } from '@/components/fact'
import { AnchorButton, LinkAnchor } from '@/components/links'
import { Panel } from '@/components/panel'
import { QueryView } from '@/components/query-view'
import { Loading, Notice } from '@/components/states'
import { formatInstant } from '@/lib/format'
import { useText } from '../messages'
import { presetSourceUrl, presetVersionsQuery } from '../presets-api'
import { creatorOf } from './preset-list'
import { PresetSections } from './preset-sections'
import classes from './preset-view.module.css'

/** A preset in words, as it was written, and as it was before. */
export function PresetView({ preset }: { preset: ExtractionPreset }) {
  const t = useText()
  return (
    <Stack gap="xl">
      {!preset.is_latest && <OlderNotice preset={preset} />}
      <Panel>
        <PresetFacts preset={preset} />
      </Panel>
      <Panel title={t('preset.computes')}>
        <PresetSections sections={preset.sections} />
      </Panel>
      <Panel
        title={t('preset.source')}
        actions={
          <AnchorButton href={presetSourceUrl(preset.id)} download size="xs" variant="default">
            {t('preset.downloadSource')}
          </AnchorButton>
        }
        flush
      >
        <ScrollArea.Autosize
          mah={480}
          type="auto"
          viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': t('preset.source') }}
        >
          <pre className={classes['source']}>{preset.source}</pre>
        </ScrollArea.Autosize>
      </Panel>
      <Versions preset={preset} />
    </Stack>
  )
}

function PresetFacts({ preset }: { preset: ExtractionPreset }) {
  const t = useText()
  return (
    <Stack gap="md">
      <Facts>
        <Fact name={t('preset.by')}>{creatorOf(preset, t)}</Fact>
        <Fact name={t('preset.created')}>{formatInstant(preset.created_at)}</Fact>
        <Fact name={t('preset.regions')}>
          {preset.regions === 'combined' ? t('preset.combined') : t('preset.referenced')}
        </Fact>
        <Fact name={t('preset.hash')}>
          <Text span ff="monospace" size="xs">
            {preset.content_hash}
          </Text>
        </Fact>
      </Facts>
      {preset.is_shipped && (
        <Text size="sm" c="dimmed">
          {t('preset.shippedHint')}
        </Text>
      )}
    </Stack>
  )
}

function OlderNotice({ preset }: { preset: ExtractionPreset }) {
  const t = useText()
  const { data: versions } = useQuery(presetVersionsQuery(preset))
  const latest = versions?.find(({ is_latest: isLatest }) => isLatest)
  return (
    <Notice tone="attention">
      {t('preset.older')}{' '}
      {latest && (
        <LinkAnchor
          to="/extraction-presets/$presetId"
          params={{ presetId: latest.id }}
          c="inherit"
          td="underline"
        >
          {t('preset.toLatest', { version: latest.version })}
        </LinkAnchor>
      )}
    </Notice>
  )
}

function Versions({ preset }: { preset: ExtractionPreset }) {
  const t = useText()
  const versions = useQuery(presetVersionsQuery(preset))
  const columns: Column<ExtractionPreset>[] = [
    {
      id: 'version',
      header: t('preset.version'),
      width: 160,
      cell: ({ id, version }) =>
        id === preset.id ? (
          <Text span size="sm" fw={500}>
            {t('preset.thisVersion', { version })}
          </Text>
        ) : (
          <LinkAnchor to="/extraction-presets/$presetId" params={{ presetId: id }}>
            {t('preset.numbered', { version })}
          </LinkAnchor>
        ),
    },
    { id: 'description', header: t('preset.description'), cell: ({ description }) => description },
    { id: 'by', header: t('preset.by'), width: 200, cell: (each) => creatorOf(each, t) },
    {
      id: 'created',
      header: t('preset.created'),
      width: 200,
      cell: (each) => formatInstant(each.created_at),
    },
  ]
  return (
    <Panel title={t('preset.versions')} flush>
      <QueryView query={versions} loading={<Loading rows={2} />}>
        {(rows) => (
          <DataTable label={t('preset.versions')} columns={columns} rows={rows} rowKey={({ id }) => id} />
        )}
      </QueryView>
    </Panel>
  )
}
