import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { QueryView } from '@/components/query-view'
import { AdjudicationRoom } from '@/features/adjudication'
import { CommentsPanel } from '@/features/comments'
import { labelsQuery } from '@/features/labels'
import { setQuery } from '@/features/sets'

const route = getRouteApi('/signed-in/sets/$setId/adjudication/$sampleId')

export function AdjudicationPage() {
  const { setId, sampleId } = route.useParams()
  const navigate = useNavigate()
  const labels = useQuery(labelsQuery(setId))
  return (
    <QueryView query={useQuery(setQuery(setId))}>
      {(set) => (
        <QueryView query={labels}>
          {({ items }) => (
            <AdjudicationRoom
              set={set}
              labels={items}
              sampleId={sampleId}
              onOpen={(next) =>
                void navigate({
                  to: '/sets/$setId/adjudication/$sampleId',
                  params: { setId, sampleId: next },
                  replace: true,
                })
              }
              comments={(slot) => <CommentsPanel key={sampleId} slot={slot} />}
              onExit={() => void navigate({ to: '/sets/$setId/adjudication', params: { setId } })}
            />
          )}
        </QueryView>
      )}
    </QueryView>
  )
}
