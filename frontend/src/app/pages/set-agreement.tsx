import { useQuery } from '@tanstack/react-query'
import { mayReview } from '@/api/roles'
import type { ReadingSet } from '@/api/types'
import { Panel } from '@/components/panel'
import { QueryView } from '@/components/query-view'
import { Empty } from '@/components/states'
import { AgreementView, useAgreementText } from '@/features/agreement'
import { labelsQuery } from '@/features/labels'
import { useSet } from './set-page'

export function SetAgreement() {
  const t = useAgreementText()
  return (
    <QueryView query={useSet()}>
      {(set) =>
        mayReview(set.my_role) ? (
          <Agreement set={set} />
        ) : (
          <Panel flush>
            <Empty title={t('notYoursTitle')}>{t('notYours')}</Empty>
          </Panel>
        )
      }
    </QueryView>
  )
}

function Agreement({ set }: { set: ReadingSet }) {
  return (
    <QueryView query={useQuery(labelsQuery(set.id))}>
      {(labels) => <AgreementView set={set} labels={labels.items} />}
    </QueryView>
  )
}
