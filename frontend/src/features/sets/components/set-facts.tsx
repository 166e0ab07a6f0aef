import type { ReadingSet } from '@/api/types'
import { Fact, Facts } from '@/components/fact'
import { formatCount, formatDate } from '@/lib/format'
import { useText } from '../messages'

export function SetFacts({ set }: { set: ReadingSet }) {
  const t = useText()
  const counted = (count: number | null) => (count === null ? t('blind.hidden') : formatCount(count))
  return (
    <Facts>
      <Fact name={t('task')}>{t(`tasks.${set.task}`)}</Fact>
      <Fact name={t('samples')}>{formatCount(set.sample_count)}</Fact>
      <Fact name={t('packages')}>{formatCount(set.package_count)}</Fact>
      <Fact name={t('packageSize')}>{formatCount(set.package_size)}</Fact>
      <Fact name={t('readers')}>{formatCount(set.readers_per_sample)}</Fact>
      <Fact name={t('round')}>{formatCount(set.round)}</Fact>
      <Fact name={t('examinations')}>{counted(set.examination_count)}</Fact>
      <Fact name={t('regions')}>{counted(set.region_count)}</Fact>
      <Fact name={t('identity')}>{t(`identities.${set.identity}`)}</Fact>
      <Fact name={t('sight.readings')}>{t(`sight.short.${set.readers_see_readings}`)}</Fact>
      {set.sample_grouping !== 'none' && (
        <Fact name={t('grouping')}>{t(`groupings.${set.sample_grouping}`)}</Fact>
      )}
      <Fact name={t('createdAt')}>{formatDate(set.created_at)}</Fact>
    </Facts>
  )
}
