import { Button, Group, Modal, Stack } from '@mantine/core'
import type { FormEvent, ReactNode } from 'react'
import type { ApiError } from '@/api/errors'
import { FormError } from './form-error'
import { useText } from './messages'

interface FormDialogProps {
  opened: boolean
  title: string
  action: string
  busy: boolean
  error: ApiError | null
  places?: Readonly<Record<string, string>>
  onLookAgain?: () => void
  onSubmit: (event: FormEvent<HTMLFormElement>) => void
  onClose: () => void
  size?: string
  /** What came of it, shown instead of the form. */
  done?: ReactNode
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
      {rest.done ?? (
        <form onSubmit={onSubmit} noValidate>
          <Stack gap="lg">
            {rest.children}
            <FormError error={error} places={rest.places} onLookAgain={rest.onLookAgain} />
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
      )}
    </Modal>
  )
}
