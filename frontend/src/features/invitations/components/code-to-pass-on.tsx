import { Stack } from '@mantine/core'
import { CopyField } from '@/components/copy-field'
import { linkOf } from '../kept-code'
import { useText } from '../messages'

/** A join code in its two forms: to say on the telephone, and to click. */
export function CodeToPassOn({ code }: { code: string }) {
  const t = useText()
  return (
    <Stack gap="md">
      <CopyField label={t('code')} value={code} action={t('copyCode')} />
      <CopyField label={t('link')} value={linkOf(code)} action={t('copyLink')} />
    </Stack>
  )
}
