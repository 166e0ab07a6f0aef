import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useText } from '../messages'
import { CreateSetDialog } from './create-set-dialog'

export function CreateSetButton({ groupId }: { groupId: string }) {
  const t = useText()
  const [opened, dialog] = useDisclosure()
  return (
    <>
      <Button onClick={dialog.open}>{t('create')}</Button>
      <CreateSetDialog groupId={groupId} opened={opened} onClose={dialog.close} />
    </>
  )
}
