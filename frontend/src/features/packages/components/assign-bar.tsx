import { Button, Group, Select } from '@mantine/core'
import { useState } from 'react'
import type { Member } from '@/api/types'
import { SelectionBar } from '@/components/selection-bar'
import { Notice } from '@/components/states'
import type { Selection } from '@/components/use-selection'
import { useAssignPackages } from '../api'
import { useText } from '../messages'

interface AssignBarProps {
  setId: string
  readers: Member[]
  selection: Selection
}

/** Gives many packages to a reader at once, or takes them back: all of them, or none. */
export function AssignBar({ setId, readers, selection }: AssignBarProps) {
  const t = useText()
  const [readerId, setReaderId] = useState<string | null>(null)
  const assign = useAssignPackages(setId)
  const give = (userId: string | null) =>
    assign.mutate({ packageIds: [...selection.chosen], userId }, { onSuccess: selection.clear })
  return (
    <>
      <SelectionBar selection={selection}>
        <Group gap="xs">
          <Select
            size="xs"
            w={200}
            aria-label={t('assignTo')}
            placeholder={t('assignTo')}
            data={readers.map((reader) => ({ value: reader.user_id, label: reader.name }))}
            value={readerId}
            onChange={setReaderId}
            searchable={readers.length > 8}
          />
          <Button
            size="compact-sm"
            disabled={!readerId}
            loading={assign.isPending}
            onClick={() => give(readerId)}
          >
            {t('assign')}
          </Button>
          <Button size="compact-sm" variant="default" disabled={assign.isPending} onClick={() => give(null)}>
            {t('unassign')}
          </Button>
        </Group>
      </SelectionBar>
      {assign.error && <Notice>{t('assignRefused', { reason: assign.error.detail })}</Notice>}
    </>
  )
}
