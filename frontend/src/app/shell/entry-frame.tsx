import { Center, Paper, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { useText } from '../messages'
import { Logo } from './logo'

interface EntryFrameProps {
  /** Of the page; the way in itself carries the product's name. */
  title: string
  heading?: string
  /** Why one is here. */
  text: string
  /** Under the frame: the other ways. */
  below?: ReactNode
  children: ReactNode
}

/** The pages before one is inside: signing in, registering, joining. */
export function EntryFrame({ title, heading, text, below, children }: EntryFrameProps) {
  const t = useText()
  return (
    <Center component="main" mih="100vh" p="xl">
      <title>{`${title} · ${t('name')}`}</title>
      <Stack w={380} gap="xl">
        <Stack align="center" gap="xs" ta="center">
          <Logo size={44} />
          <Title order={1} fz="xl">
            {heading ?? title}
          </Title>
          <Text size="sm" c="dimmed">
            {text}
          </Text>
        </Stack>
        <Paper withBorder p="xl" bd="1px solid var(--hairline)">
          {children}
        </Paper>
        <Stack gap="sm" align="center" ta="center" mih={16}>
          {below}
        </Stack>
      </Stack>
    </Center>
  )
}
