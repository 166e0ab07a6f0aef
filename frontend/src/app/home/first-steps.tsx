import { SimpleGrid, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Me } from '@/api/types'
import { Panel } from '@/components/panel'
import { CreateGroupButton } from '@/features/groups'
import { JoinWithCodeButton } from '@/features/invitations'
import { useText } from './messages'

/** For an account without a group: the two ways into one. */
export function FirstSteps({ me }: { me: Me }) {
  const t = useText()
  const mayCreate = me.organizations.length > 0
  return (
    <Panel title={t('first.title')}>
      <Stack gap="xl">
        <Text size="sm" c="dimmed">
          {t('first.about')}
        </Text>
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl">
          <Way title={t('first.joinTitle')} text={t('first.join')}>
            <JoinWithCodeButton />
          </Way>
          <Way
            title={t('first.createTitle')}
            text={mayCreate ? t('first.create') : t('first.noOrganization')}
          >
            {mayCreate && <CreateGroupButton />}
          </Way>
        </SimpleGrid>
      </Stack>
    </Panel>
  )
}

function Way({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <Stack gap="sm" align="flex-start">
      <Title order={3} fz="md">
        {title}
      </Title>
      <Text size="sm" maw={420}>
        {text}
      </Text>
      {children}
    </Stack>
  )
}
