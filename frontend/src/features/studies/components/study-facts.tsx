import type { StudyDetail } from '@/api/types'
import { Code } from '@/components/code'
import { Fact, Facts } from '@/components/fact'
import { useText as useCommonText } from '@/components/messages'
import { formatDate } from '@/lib/format'
import { useText } from '../messages'

export function StudyFacts({ study }: { study: StudyDetail }) {
  const t = useText()
  const common = useCommonText()
  return (
    <Facts>
      <Fact name={t('patient')}>{study.patient_label || common('unknown')}</Fact>
      <Fact name={t('date')}>{study.study_date ? formatDate(study.study_date) : '–'}</Fact>
      <Fact name={t('added')}>{formatDate(study.created_at)}</Fact>
      <Fact name={t('uid')}>
        <Code maxWidth="none">{study.study_instance_uid}</Code>
      </Fact>
    </Facts>
  )
}
