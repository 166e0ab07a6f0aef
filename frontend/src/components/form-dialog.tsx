import { Button, Group, Modal, Stack } from '@mantine/core'
import type { FormEvent, ReactNode } from 'react'
import type { ApiError } from '@/api/errors'
import { useText } from './messages'
import { Notice } from './states'

interface FormDialogProps {
  opened: boolean
  title: string
  action: string
  busy: boolean
  error: ApiError | null
  onSubmit: (event: FormEvent<HTMLFormElement>) => void
  onClose: () => void
  size?: string
  children: ReactNode
}

/** A form over the page: fields, what went wrong, one verb. */
export function FormDialog({
  opened,
  title,
  action,
  busy,
  error,
  onSubmit,
  onClose,
  ...rest
}: FormDialogProps) {
  const t = useText()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      size={rest.size ?? 'md'}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <form onSubmit={onSubmit} noValidate>
        <Stack gap="lg">
          {rest.children}
          {error && Object.keys(error.fieldErrors).length === 0 && <Notice>{error.detail}</Notice>}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={busy}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
