import { getRouteApi } from '@tanstack/react-router'
import { mayLead, mayReview } from '@/api/roles'
import type { ReadingSet } from '@/api/types'
import { Panel } from '@/components/panel'
import { QueryView } from '@/components/query-view'
import { Empty } from '@/components/states'
import { NewReleaseButton, ReleaseList, useReleaseText } from '@/features/releases'
import { useSet } from './set-page'

const groupRoute = getRouteApi('/signed-in/shell/groups/$groupId')

export function SetReleases() {
  return <QueryView query={useSet()}>{(set) => <Releases set={set} />}</QueryView>
}

function Releases({ set }: { set: ReadingSet }) {
  const t = useReleaseText()
  if (!mayReview(set.my_role) || set.is_blind)
    return (
      <Panel flush>
        <Empty title={t('unseenTitle')}>{set.is_blind ? t('blind') : t('notYours')}</Empty>
      </Panel>
    )
  const make = mayLead(set.my_role) && <NewReleaseButton set={set} />
  return <ReleaseList scope={{ setId: set.id }} actions={make} />
}

export function GroupReleases() {
  const { groupId } = groupRoute.useParams()
  return <ReleaseList scope={{ groupId }} />
}
