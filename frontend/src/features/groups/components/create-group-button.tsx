import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useText } from '../messages'
import { CreateGroupDialog } from './create-group-dialog'

export function CreateGroupButton() {
  const t = useText()
  const [opened, dialog] = useDisclosure()
  return (
    <>
      <Button onClick={dialog.open}>{t('create')}</Button>
      <CreateGroupDialog opened={opened} onClose={dialog.close} />
    </>
  )
}
