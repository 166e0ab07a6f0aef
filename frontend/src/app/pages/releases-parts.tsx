import { getRouteApi } from '@tanstack/react-router'
import { mayLead } from '@/api/roles'
import { QueryView } from '@/components/query-view'
import { NewReleaseButton, ReleaseList } from '@/features/releases'
import { useSet } from './set-page'

const groupRoute = getRouteApi('/signed-in/shell/groups/$groupId')

export function SetReleases() {
  return (
    <QueryView query={useSet()}>
      {(set) => (
        <ReleaseList
          scope={{ setId: set.id }}
          actions={mayLead(set.my_role) && <NewReleaseButton set={set} />}
        />
      )}
    </QueryView>
  )
}

export function GroupReleases() {
  const { groupId } = groupRoute.useParams()
  return <ReleaseList scope={{ groupId }} />
}
