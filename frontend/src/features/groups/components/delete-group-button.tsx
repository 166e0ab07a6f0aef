import { Button, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { Group } from '@/api/types'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { ContentsList } from '@/components/contents-list'
import { QueryView } from '@/components/query-view'
import { Loading } from '@/components/states'
import { groupContentsQuery, useDeleteGroup } from '../api'
import { useText } from '../messages'

export function DeleteGroupButton({ group }: { group: Group }) {
  const t = useText()
  const navigate = useNavigate()
  const [opened, dialog] = useDisclosure()
  const contents = useQuery({ ...groupContentsQuery(group.id), enabled: opened })
  const remove = useDeleteGroup()
  const open = () => {
    remove.reset()
    dialog.open()
  }
  return (
    <>
      <Button variant="default" c="var(--mantine-color-error)" onClick={open}>
        {t('delete')}
      </Button>
      <ConfirmDialog
        opened={opened}
        title={t('deleteTitle', { name: group.name })}
        action={t('delete')}
        isReady={contents.isSuccess}
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate(group, { onSuccess: () => void navigate({ to: '/groups' }) })}
        onClose={dialog.close}
      >
        <QueryView query={contents} loading={<Loading rows={3} />}>
          {(held) => (
            <Stack gap="sm">
              <ContentsList contents={held} intro={t('deleteText')} />
              <Text size="sm">{t('deleteStays')}</Text>
            </Stack>
          )}
        </QueryView>
      </ConfirmDialog>
    </>
  )
}
