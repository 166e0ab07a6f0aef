import { mayReview } from '@/api/roles'
import { Panel } from '@/components/panel'
import { QueryView } from '@/components/query-view'
import { Empty } from '@/components/states'
import { AdjudicationQueue, useAdjudicationText } from '@/features/adjudication'
import { useSet } from './set-page'

export function SetAdjudication() {
  const t = useAdjudicationText()
  return (
    <QueryView query={useSet()}>
      {(set) =>
        mayReview(set.my_role) ? (
          <AdjudicationQueue set={set} />
        ) : (
          <Panel flush>
            <Empty title={t('notYoursTitle')}>{t('notYours')}</Empty>
          </Panel>
        )
      }
    </QueryView>
  )
}
