import { Button, Modal } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useText as useCommonText } from '@/components/messages'
import { useText } from '../messages'
import { CodeToPassOn } from './code-to-pass-on'

export function ShowCodeButton({ code }: { code: string }) {
  const t = useText()
  const common = useCommonText()
  const [opened, dialog] = useDisclosure()
  return (
    <>
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        aria-label={t('showOf', { code })}
        onClick={dialog.open}
      >
        {t('show')}
      </Button>
      <Modal
        opened={opened}
        onClose={dialog.close}
        title={t('showTitle')}
        closeButtonProps={{ 'aria-label': common('close') }}
      >
        <CodeToPassOn code={code} />
      </Modal>
    </>
  )
}
