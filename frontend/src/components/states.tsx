import { Alert, Button, Skeleton, Stack, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { ApiError } from '@/api/errors'
import { useText } from './messages'

interface EmptyProps {
  title: string
  children: ReactNode
  action?: ReactNode
}

/** Nothing here yet: what this place is for, and the one thing to do. */
export function Empty({ title, children, action }: EmptyProps) {
  return (
    <Stack align="center" gap="sm" py={48} px="lg" ta="center">
      <Text fw={600} fz="md">
        {title}
      </Text>
      <Text size="sm" c="dimmed" maw={460} component="div">
        {children}
      </Text>
      {action}
    </Stack>
  )
}

/** What happened, and a way to try again. */
export function Failed({ error, onRetry }: { error: ApiError; onRetry: () => void }) {
  const t = useText()
  const isRefused = error.status === 403 || error.status === 404
  return (
    <Stack align="center" gap="sm" py={48} px="lg" ta="center" role="alert">
      <Text fw={600} fz="md">
        {failureTitle(error, t)}
      </Text>
      <Text size="sm" c="dimmed" maw={520}>
        {error.detail}
      </Text>
      {!isRefused && (
        <Button variant="default" onClick={onRetry}>
          {t('retry')}
        </Button>
      )}
    </Stack>
  )
}

/** What kind of failure it is, in two words. */
export function failureTitle(error: ApiError, t: ReturnType<typeof useText>): string {
  if (error.status === 403) return t('errors.notAllowedTitle')
  if (error.status === 404) return t('errors.notFoundTitle')
  return t('errors.failedTitle')
}

export function Loading({ rows = 6 }: { rows?: number }) {
  const t = useText()
  return (
    <Stack gap="md" p="lg" role="status" aria-label={t('loading')}>
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} height={16} width={`${90 - ((row * 17) % 40)}%`} />
      ))}
    </Stack>
  )
}

/** Something a person tried did not work: said where it was tried. */
export function Notice({
  children,
  tone = 'failed',
}: {
  children: ReactNode
  tone?: 'failed' | 'attention'
}) {
  const color = tone === 'failed' ? 'red' : 'yellow'
  return (
    <Alert
      variant="light"
      color={color}
      icon={<IconAlertTriangle size={18} aria-hidden />}
      role="alert"
      p="sm"
    >
      {children}
    </Alert>
  )
}
