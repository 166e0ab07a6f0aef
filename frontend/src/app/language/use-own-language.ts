import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { preferencesQuery } from '@/api/preferences'
import { chooseLanguage } from './language'

/** The pages speak what the person has chosen, wherever they sign in. */
export function useOwnLanguage(): void {
  const { data } = useQuery(preferencesQuery)
  const chosen = data?.language
  useEffect(() => {
    if (chosen !== undefined) void chooseLanguage(chosen)
  }, [chosen])
}
