import { Button, Group, TextInput } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { useId, useRef } from 'react'
import { useText } from './messages'

interface CopyFieldProps {
  label: string
  description?: string
  value: string
  /** Names the button where several stand together: "Copy link". */
  action: string
}

/** A text to pass on. Where the browser gives no clipboard (plain http), it is selected for Ctrl+C. */
export function CopyField({ label, description, value, action }: CopyFieldProps) {
  const t = useText()
  const clipboard = useClipboard()
  const field = useRef<HTMLInputElement>(null)
  const id = useId()
  const copy = () => {
    field.current?.select()
    clipboard.copy(value)
  }
  return (
    <Group gap="sm" align="flex-end" wrap="nowrap">
      <TextInput
        id={id}
        ref={field}
        label={label}
        description={description}
        value={value}
        readOnly
        flex={1}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        onFocus={(event) => event.currentTarget.select()}
        error={clipboard.error ? t('copyByHand') : undefined}
      />
      <Button variant="default" miw={112} onClick={copy} aria-describedby={id} aria-live="polite">
        {clipboard.copied ? t('copied') : action}
      </Button>
    </Group>
  )
}
