import { SimpleGrid, Stack } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Page } from '@/components/page'
import { meQuery, PasswordForm, ProfileForm, SessionList, useAuthText } from '@/features/auth'
import { PreferencesForm } from '@/features/preferences'
import { TokenList } from '@/features/tokens'
import { LANGUAGES } from '../language/bundles'

export function ProfilePage() {
  const t = useAuthText()
  const { data: me } = useSuspenseQuery(meQuery)
  return (
    <Page title={t('profile.pageTitle')} description={t('profile.text')}>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl" verticalSpacing="xl">
        <Stack gap="xl">
          <ProfileForm me={me} />
          <PreferencesForm languages={LANGUAGES} />
        </Stack>
        <Stack gap="xl">
          <PasswordForm me={me} />
          <SessionList />
          <TokenList me={me} />
        </Stack>
      </SimpleGrid>
    </Page>
  )
}
