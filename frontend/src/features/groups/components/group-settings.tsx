import { Group as Row, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { mayLead } from '@/api/roles'
import type { Group } from '@/api/types'
import { Panel } from '@/components/panel'
import { Empty } from '@/components/states'
import { useText } from '../messages'
import { DeleteGroupButton } from './delete-group-button'
import { GroupForm } from './group-form'

interface GroupSettingsProps {
  group: Group
  /** What else is set for a group: above what ends it. */
  children?: ReactNode
}

export function GroupSettings({ group, children }: GroupSettingsProps) {
  const t = useText()
  if (!mayLead(group.my_role)) return <Empty title={t('settings.title')}>{t('settings.adminsOnly')}</Empty>
  return (
    <Stack gap="xl">
      <GroupForm group={group} />
      {children}
      <Panel title={t('delete')}>
        <Row justify="space-between" gap="lg">
          <Text size="sm" c="dimmed" maw={640}>
            {t('deleteAbout')}
          </Text>
          <DeleteGroupButton group={group} />
        </Row>
      </Panel>
    </Stack>
  )
}
