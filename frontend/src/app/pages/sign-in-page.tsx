import { Center, Paper, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { aboutQuery, SignInForm, useAuthText } from '@/features/auth'
import { useText } from '../messages'
import { Logo } from '../shell/logo'

const route = getRouteApi('/sign-in')

export function SignInPage() {
  const t = useText()
  const auth = useAuthText()
  const router = useRouter()
  const { from } = route.useSearch()
  const about = useQuery(aboutQuery)
  return (
    <Center component="main" mih="100vh" p="xl">
      <title>{`${auth('title')} · ${t('name')}`}</title>
      <Stack w={380} gap="xl">
        <Stack align="center" gap="xs">
          <Logo size={44} />
          <Title order={1} fz="xl">
            {t('name')}
          </Title>
          <Text size="sm" c="dimmed">
            {from && from !== '/' ? auth('sessionOver') : auth('tagline')}
          </Text>
        </Stack>
        <Paper withBorder p="xl" bd="1px solid var(--hairline)">
          <SignInForm onSignedIn={() => router.history.push(from ?? '/')} />
        </Paper>
        <Text size="xs" c="dimmed" ta="center" mih={16}>
          {about.data && auth('version', { version: about.data.version })}
        </Text>
      </Stack>
    </Center>
  )
}
