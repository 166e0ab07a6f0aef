import { Group as Row, Stack, Text } from '@mantine/core'
import { mayLead } from '@/api/roles'
import type { Group } from '@/api/types'
import { Panel } from '@/components/panel'
import { Empty } from '@/components/states'
import { useText } from '../messages'
import { DeleteGroupButton } from './delete-group-button'
import { GroupForm } from './group-form'

export function GroupSettings({ group }: { group: Group }) {
  const t = useText()
  if (!mayLead(group.my_role)) return <Empty title={t('settings.title')}>{t('settings.adminsOnly')}</Empty>
  return (
    <Stack gap="xl">
      <GroupForm group={group} />
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
