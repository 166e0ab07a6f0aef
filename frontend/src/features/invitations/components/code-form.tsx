import { Button, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { FormError } from '@/components/form-error'
import { usePreview } from '../api'
import { useText } from '../messages'

const places = { InvitationNotFound: 'code', InvitationEnded: 'code' }

/** Asks for a code and passes it on once it opens something. */
export function CodeForm({ onFound }: { onFound: (code: string) => void }) {
  const t = useText()
  const preview = usePreview()
  const form = useForm({
    initialValues: { code: '' },
    validate: { code: (code) => (code.trim() ? null : t('codeNeeded')) },
  })
  const submit = form.onSubmit(({ code }) =>
    preview.mutate(code.trim(), {
      onSuccess: () => onFound(code.trim()),
      onError: (error) => form.setErrors(error.errorsAt(places)),
    }),
  )
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="lg">
        <TextInput
          label={t('code')}
          description={t('codeHint')}
          placeholder="XXXXX-XXXXX"
          autoComplete="off"
          spellCheck={false}
          autoFocus
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
          {...form.getInputProps('code')}
        />
        <FormError error={preview.error} places={places} />
        <Button type="submit" fullWidth loading={preview.isPending}>
          {t('look')}
        </Button>
      </Stack>
    </form>
  )
}
