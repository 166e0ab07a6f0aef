import { Button, Group } from '@mantine/core'
import type { Label } from '@/api/types'
import { useArchiveLabel } from '../api'
import { useText } from '../messages'
import { DeleteLabelButton } from './delete-label-button'
import { EditLabelButton } from './edit-label-button'

export function LabelActions({ label }: { label: Label }) {
  return (
    <Group gap={6} justify="flex-end" wrap="nowrap">
      <EditLabelButton label={label} />
      <ArchiveLabelButton label={label} />
      <DeleteLabelButton label={label} />
    </Group>
  )
}

function ArchiveLabelButton({ label }: { label: Label }) {
  const t = useText()
  const archive = useArchiveLabel(label)
  const word = label.archived_at ? 'unarchive' : 'archive'
  return (
    <Button
      size="compact-sm"
      variant="subtle"
      color="gray"
      aria-label={t(`${word}Of`, { name: label.name })}
      loading={archive.isPending}
      onClick={() => archive.mutate(!label.archived_at)}
    >
      {t(word)}
    </Button>
  )
}
