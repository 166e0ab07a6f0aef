import { Affix, Notification, Stack } from '@mantine/core'
import { useSyncExternalStore } from 'react'
import { useText } from './messages'

interface Toast {
  id: number
  message: string
}

let toasts: readonly Toast[] = []
let lastId = 0
const watchers = new Set<() => void>()

function change(next: readonly Toast[]): void {
  toasts = next
  watchers.forEach((watcher) => watcher())
}

/** Says that something went wrong which no form on the page can say. It stays until it is closed or the page is left. */
export function showFailure(message: string): void {
  lastId += 1
  change([...toasts.filter((toast) => toast.message !== message), { id: lastId, message }].slice(-4))
}

export function forgetFailures(): void {
  if (toasts.length > 0) change([])
}

export function Toasts() {
  const t = useText()
  const shown = useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    () => toasts,
  )
  return (
    <Affix position={{ bottom: 16, right: 16 }} zIndex={400}>
      <Stack gap="sm" role="status" aria-live="assertive" w={shown.length > 0 ? 380 : 0}>
        {shown.map(({ id, message }) => (
          <Notification
            key={id}
            color="red"
            withBorder
            closeButtonProps={{ 'aria-label': t('dismiss') }}
            onClose={() => change(toasts.filter((toast) => toast.id !== id))}
          >
            {message}
          </Notification>
        ))}
      </Stack>
    </Affix>
  )
}
