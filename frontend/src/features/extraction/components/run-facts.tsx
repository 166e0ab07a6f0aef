import type { ExtractionRun } from '@/api/types'
import { Fact, Facts } from '@/components/fact'
import { LinkAnchor } from '@/components/links'
import { formatCount, formatInstant } from '@/lib/format'
import { useText } from '../messages'

const fewNames = 6

export function RunFacts({ run }: { run: ExtractionRun }) {
  const t = useText()
  const { id, name, version } = run.preset
  const names = run.region_names
  return (
    <Facts>
      <Fact name={t('preset.one')}>
        <LinkAnchor to="/extraction-presets/$presetId" params={{ presetId: id }}>
          {t('presetName', { name, version })}
        </LinkAnchor>
      </Fact>
      <Fact name={t('run.modalities')}>{run.modalities.join(', ') || '–'}</Fact>
      <Fact name={t('run.regionNames')}>
        <span title={names.join(', ')}>
          {names.slice(0, fewNames).join(', ') || '–'}
          {names.length > fewNames && ` ${t('run.more', { number: formatCount(names.length - fewNames) })}`}
        </span>
      </Fact>
      <Fact name={t('createdAt')}>{formatInstant(run.created_at)}</Fact>
    </Facts>
  )
}
