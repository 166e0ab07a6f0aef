import { Button, Group, Stack, Text } from '@mantine/core'
import type { FormEvent, ReactNode } from 'react'
import type { ApiError } from '@/api/errors'
import { FormError } from './form-error'

interface PanelFormProps {
  action: string
  busy: boolean
  /** Said beside the button once it is so. */
  saved?: string | false
  error: ApiError | null
  places?: Readonly<Record<string, string>>
  onLookAgain?: () => void
  onSubmit: (event: FormEvent<HTMLFormElement>) => void
  children: ReactNode
}

/** A form that stands in a panel of a page: fields, what went wrong, one verb. */
export function PanelForm({ action, busy, saved, onSubmit, children, ...failure }: PanelFormProps) {
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="lg" maw={480}>
        {children}
        <FormError {...failure} />
        <Group gap="md">
          <Button type="submit" loading={busy}>
            {action}
          </Button>
          <Text size="sm" c="dimmed" role="status">
            {saved}
          </Text>
        </Group>
      </Stack>
    </form>
  )
}
