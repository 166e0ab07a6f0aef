import { Button, Modal } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { Group } from '@/api/types'
import { useText as useCommonText } from '@/components/messages'
import { useText } from '../messages'
import { JoinCard } from './join-card'

export function JoinWithCodeButton() {
  const t = useText()
  const common = useCommonText()
  const navigate = useNavigate()
  const [opened, dialog] = useDisclosure()
  const [code, setCode] = useState<string | null>(null)
  const close = () => {
    dialog.close()
    setCode(null)
  }
  const goTo = (group: Group) => {
    close()
    void navigate({ to: '/groups/$groupId', params: { groupId: group.id } })
  }
  return (
    <>
      <Button variant="default" onClick={dialog.open}>
        {t('withCode')}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={t('withCode')}
        closeButtonProps={{ 'aria-label': common('close') }}
      >
        <JoinCard code={code} onCode={setCode} onJoined={goTo} />
      </Modal>
    </>
  )
}
