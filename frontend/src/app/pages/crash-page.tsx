import { Button, Code, Group, Stack, Text } from '@mantine/core'
import { useRouter, type ErrorComponentProps } from '@tanstack/react-router'
import { useEffect, type ReactNode } from 'react'
import { onServerReturned } from '@/api/connection'
import { ApiError } from '@/api/errors'
import { LinkButton } from '@/components/links'
import { Page } from '@/components/page'
import { Failed } from '@/components/states'
import { useText } from '../messages'
import { BarePage } from '../shell/bare-page'

/** Within the shell: the way elsewhere stays in sight. */
export function CrashPage(props: ErrorComponentProps) {
  const t = useText()
  return (
    <Page title={isAway(props.error) ? t('away.title') : t('crash.title')}>
      <Crash {...props} />
    </Page>
  )
}

/** Where there is no shell, or it is the shell that failed. */
export function BareCrashPage(props: ErrorComponentProps) {
  const t = useText()
  return (
    <BarePage title={isAway(props.error) ? t('away.title') : t('crash.title')}>
      <Crash {...props} />
    </BarePage>
  )
}

function Crash({ error, reset }: ErrorComponentProps) {
  const router = useRouter()
  const again = () => {
    reset()
    void router.invalidate()
  }
  if (isAway(error)) return <Away onRetry={again} />
  if (error instanceof ApiError) return <Failed error={error} onRetry={again} />
  return <Broken error={error} onLeave={reset} />
}

/** Nobody answers; the page comes by itself when somebody does. */
function Away({ onRetry }: { onRetry: () => void }) {
  const t = useText()
  useEffect(() => onServerReturned(onRetry))
  return (
    <Said actions={<Button onClick={onRetry}>{t('away.now')}</Button>}>
      {navigator.onLine ? t('away.server') : t('away.network')}
    </Said>
  )
}

function Broken({ error, onLeave }: { error: unknown; onLeave: () => void }) {
  const t = useText()
  const actions = (
    <Group gap="sm">
      <Button onClick={() => window.location.reload()}>{t('crash.reload')}</Button>
      <LinkButton to="/" variant="default" onClick={onLeave}>
        {t('crash.home')}
      </LinkButton>
    </Group>
  )
  return (
    <Said actions={actions}>
      <Stack gap="md">
        {t('crash.text')}
        <Code block ta="left">
          {error instanceof Error ? `${error.name}: ${error.message}` : String(error)}
        </Code>
      </Stack>
    </Said>
  )
}

function Said({ children, actions }: { children: ReactNode; actions: ReactNode }) {
  return (
    <Stack align="center" gap="lg" py="xl" ta="center" role="alert">
      <Text size="sm" c="dimmed" maw={480} component="div">
        {children}
      </Text>
      {actions}
    </Stack>
  )
}

/** No answer came, or a proxy answered for a server that is away. */
function isAway(error: unknown): boolean {
  return error instanceof ApiError && [0, 502, 503, 504].includes(error.status)
}
