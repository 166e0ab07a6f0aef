import { Select } from '@mantine/core'
import type { Member, Package } from '@/api/types'
import { useAssignPackage } from '../api'
import { useText } from '../messages'

/** Who reads a package; clearing it makes it free again. */
export function AssigneeSelect({ item, readers }: { item: Package; readers: Member[] }) {
  const t = useText()
  const assign = useAssignPackage()
  const known = readers.map((reader) => ({ value: reader.user_id, label: reader.name }))
  const isGone = item.assignee && !known.some(({ value }) => value === item.assignee?.id)
  const data =
    isGone && item.assignee ? [...known, { value: item.assignee.id, label: item.assignee.name }] : known
  return (
    <Select
      size="xs"
      aria-label={t('assigneeOf', { name: item.name })}
      placeholder={t('free')}
      data={data}
      value={item.assignee?.id ?? null}
      onChange={(userId) => assign.mutate({ packageId: item.id, userId })}
      disabled={assign.isPending}
      clearable
      searchable={known.length > 8}
    />
  )
}
