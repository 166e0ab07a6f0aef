import '../messages'
import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { openJournal } from '../model/journal'

/** Whoever signed out with work unsent is told that it waits here. */
export function KeptWork() {
  const { t } = useTranslation('reading')
  const { data: count = 0 } = useQuery({
    queryKey: ['reading', 'kept'],
    queryFn: async () => (await openJournal()).count(),
    staleTime: 0,
    retry: false,
  })
  if (count === 0) return null
  return (
    <Text size="sm" mt="lg" role="status">
      {t('keptHere', { count })}
    </Text>
  )
}
