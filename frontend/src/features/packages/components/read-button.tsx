import type { Package } from '@/api/types'
import { LinkButton } from '@/components/links'
import { useText } from '../messages'

const words = { free: 'start', assigned: 'start', started: 'continue', done: 'look' } as const

/** Into the reading room, in the word that fits how far the package is. */
export function ReadButton({ item, isCompact = false }: { item: Package; isCompact?: boolean }) {
  const t = useText()
  const word = item.is_set_archived ? 'look' : words[item.status]
  return (
    <LinkButton
      to="/packages/$packageId"
      params={{ packageId: item.id }}
      size={isCompact ? 'compact-sm' : 'sm'}
      variant={word === 'look' ? 'default' : isCompact ? 'light' : 'filled'}
      aria-label={t(`${word}Of`, { name: item.name })}
    >
      {t(word)}
    </LinkButton>
  )
}
