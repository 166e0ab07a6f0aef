import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { knowPerson, tellPerson } from '@/api/person'

/** After a sign-out: forgets what was seen, here and in the other tabs. */
export function useLeave(): () => void {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  return () => {
    tellPerson(null)
    knowPerson(null)
    queryClient.clear()
    void navigate({ to: '/sign-in' })
  }
}
