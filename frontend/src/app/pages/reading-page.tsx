import { useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { CommentsPanel } from '@/features/comments'
import { ReadingRoom } from '@/features/reading'

const route = getRouteApi('/signed-in/packages/$packageId')

export function ReadingPage() {
  const { packageId } = route.useParams()
  const { sample } = route.useSearch()
  const navigate = route.useNavigate()
  const router = useRouter()
  const queryClient = useQueryClient()
  const exit = () => {
    // Progress is counted by the server; what the pages remember is old now.
    void queryClient.invalidateQueries({ queryKey: ['packages'] })
    void queryClient.invalidateQueries({ queryKey: ['sets'] })
    if (router.history.canGoBack()) router.history.back()
    else void navigate({ to: '/' })
  }
  return (
    <ReadingRoom
      packageId={packageId}
      onSampleChange={(id) => void navigate({ search: { sample: id }, replace: true })}
      onExit={exit}
      comments={(slot) => <CommentsPanel key={slot.sampleId} slot={slot} />}
      {...(sample && { sampleId: sample })}
    />
  )
}
