import { Center, Stack, Text, Title } from '@mantine/core'
import { useEffect, type ReactNode } from 'react'
import { useText } from '../messages'
import { Logo } from './logo'

/** A page without the shell. */
export function BarePage({ title, children }: { title: string; children: ReactNode }) {
  const t = useText()
  useEffect(() => {
    document.title = `${title} · ${t('name')}`
  }, [title, t])
  return (
    <Center component="main" mih="100vh" p="xl">
      <Stack align="center" gap="xs" maw={560}>
        <Logo size={44} />
        <Text size="sm" c="dimmed">
          {t('name')}
        </Text>
        <Title order={1}>{title}</Title>
        {children}
      </Stack>
    </Center>
  )
}
