import { getRouteApi } from '@tanstack/react-router'
import { QueryView } from '@/components/query-view'
import { GroupProgressView, SetProgressView } from '@/features/progress'
import { useSet } from './set-page'

const groupRoute = getRouteApi('/signed-in/shell/groups/$groupId')

export function SetProgressPart() {
  return <QueryView query={useSet()}>{(set) => <SetProgressView set={set} />}</QueryView>
}

export function GroupProgressPart() {
  const { groupId } = groupRoute.useParams()
  return <GroupProgressView groupId={groupId} />
}
