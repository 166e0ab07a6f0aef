import { Button, Code, Group, Stack } from '@mantine/core'
import { useRouter, type ErrorComponentProps } from '@tanstack/react-router'
import { ApiError } from '@/api/errors'
import { LinkButton } from '@/components/links'
import { Empty, Failed } from '@/components/states'
import { useText } from '../messages'

export function CrashPage({ error, reset }: ErrorComponentProps) {
  const t = useText()
  const router = useRouter()
  const again = () => {
    reset()
    void router.invalidate()
  }
  if (error instanceof ApiError) return <Failed error={error} onRetry={again} />
  const actions = (
    <Group gap="sm">
      <Button onClick={() => window.location.reload()}>{t('crash.reload')}</Button>
      <LinkButton to="/" variant="default" onClick={reset}>
        {t('crash.home')}
      </LinkButton>
    </Group>
  )
  return (
    <Empty title={t('crash.title')} action={actions}>
      <Stack gap="md">
        {t('crash.text')}
        <Code block ta="left">
          {error instanceof Error ? error.message : String(error)}
        </Code>
      </Stack>
    </Empty>
  )
}
