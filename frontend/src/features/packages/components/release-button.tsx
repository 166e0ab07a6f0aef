import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { Package } from '@/api/types'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { useRelease } from '../api'
import { useText } from '../messages'

/** Gives a package of one's own back, so that somebody else can have it. */
export function ReleaseButton({ item }: { item: Package }) {
  const t = useText()
  const [opened, dialog] = useDisclosure()
  const release = useRelease()
  const open = () => {
    release.reset()
    dialog.open()
  }
  return (
    <>
      <Button
        size="compact-sm"
        variant="subtle"
        onClick={open}
        aria-label={t('release.of', { name: item.name })}
      >
        {t('release.open')}
      </Button>
      <ConfirmDialog
        opened={opened}
        title={t('release.ask', { name: item.name })}
        action={t('release.open')}
        isHarmless
        busy={release.isPending}
        error={release.error}
        onConfirm={() => release.mutate(item.id, { onSuccess: dialog.close })}
        onClose={dialog.close}
      >
        {(item.begun_count ?? 0) > 0 ? t('release.begun') : t('release.notBegun')}
      </ConfirmDialog>
    </>
  )
}
