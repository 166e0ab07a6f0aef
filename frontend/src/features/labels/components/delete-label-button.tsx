import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import type { Label } from '@/api/types'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { QueryView } from '@/components/query-view'
import { Loading } from '@/components/states'
import { labelContentsQuery, useDeleteLabel } from '../api'
import { useText } from '../messages'

/** Names the objects that go with a label, then deletes both. */
export function DeleteLabelButton({ label }: { label: Label }) {
  const t = useText()
  const [opened, dialog] = useDisclosure()
  const remove = useDeleteLabel(label)
  const contents = useQuery({ ...labelContentsQuery(label.id), enabled: opened })
  const { name } = label
  const open = () => {
    remove.reset()
    dialog.open()
  }
  const withObjects = (contents.data?.objects ?? 0) > 0
  return (
    <>
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        aria-label={t('deleteOf', { name })}
        onClick={open}
      >
        {t('delete')}
      </Button>
      <ConfirmDialog
        opened={opened}
        title={t('deleteTitle', { name })}
        action={withObjects ? t('deleteWithObjects') : t('deleteAction')}
        isReady={contents.isSuccess}
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate({ withObjects }, { onSuccess: dialog.close })}
        onClose={dialog.close}
      >
        <QueryView query={contents} loading={<Loading rows={2} />}>
          {({ objects, readings }) =>
            objects > 0
              ? t('deleteObjects', {
                  objects: t('objects', { count: objects }),
                  readings: t('readings', { count: readings }),
                })
              : t('deleteUnused')
          }
        </QueryView>
      </ConfirmDialog>
    </>
  )
}
