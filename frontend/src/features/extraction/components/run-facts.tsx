import type { ExtractionRun } from '@/api/types'
import { Fact, Facts } from '@/components/fact'
import { formatCount, formatInstant } from '@/lib/format'
import { useText } from '../messages'

export function RunFacts({ run }: { run: ExtractionRun }) {
  const t = useText()
  const { name, version } = run.preset
  return (
    <Facts>
      <Fact name={t('preset')}>{t('presetName', { name, version })}</Fact>
      <Fact name={t('tasks')}>{formatCount(run.task_count)}</Fact>
      <Fact name={t('failed')}>{formatCount(run.failed_count)}</Fact>
      <Fact name={t('createdAt')}>{formatInstant(run.created_at)}</Fact>
    </Facts>
  )
}
