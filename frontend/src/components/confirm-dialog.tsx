import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import type { ApiError } from '@/api/errors'
import { useText } from './messages'
import { Notice } from './states'

interface ConfirmDialogProps {
  opened: boolean
  title: string
  /** What goes with it. */
  children: ReactNode
  action: string
  /** False while what goes with it is still being asked. */
  isReady?: boolean
  /** Nothing is lost by it: the button is not red. */
  isHarmless?: boolean
  busy: boolean
  error: ApiError | null
  onConfirm: () => void
  onClose: () => void
}

/** Asks once before something is destroyed or reaches far, and says what it is. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const t = useText()
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={props.title}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <Stack gap="lg">
        <Text size="sm" component="div">
          {props.children}
        </Text>
        {props.error && <Notice>{props.error.detail}</Notice>}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={props.onClose} data-autofocus>
            {t('cancel')}
          </Button>
          <Button
            {...(!props.isHarmless && { color: 'red.8' })}
            loading={props.busy}
            disabled={props.isReady === false}
            onClick={props.onConfirm}
          >
            {props.action}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
