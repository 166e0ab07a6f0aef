import { Button, Group, Select } from '@mantine/core'
import { useState } from 'react'
import type { Member } from '@/api/types'
import { SelectionBar } from '@/components/selection-bar'
import { Notice } from '@/components/states'
import type { Selection } from '@/components/use-selection'
import { useAssignPackages, type Giving } from '../api'
import { useText } from '../messages'
import { PressingButton } from './pressing-button'

interface AssignBarProps {
  setId: string
  readers: Member[]
  selection: Selection
}

/** What can be done with many packages at once: giving them, taking them back, saying when they are due. */
export function AssignBar({ setId, readers, selection }: AssignBarProps) {
  const t = useText()
  const [readerId, setReaderId] = useState<string | null>(null)
  const assign = useAssignPackages(setId)
  const give = (giving: Omit<Giving, 'packageIds'>) =>
    assign.mutate({ packageIds: [...selection.chosen], ...giving }, { onSuccess: selection.clear })
  const isBegun = assign.error?.error === 'PackageBegun'
  const again = assign.variables
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
            onClick={() => give({ userId: readerId, evenIfBegun: false })}
          >
            {t('assign')}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            disabled={assign.isPending}
            onClick={() => give({ userId: null, evenIfBegun: false })}
          >
            {t('unassign')}
          </Button>
          <PressingButton setId={setId} selection={selection} />
        </Group>
      </SelectionBar>
      {assign.error && (
        <Notice>
          <Group justify="space-between" gap="sm">
            {t('assignRefused', { reason: assign.error.detail })}
            {isBegun && again && (
              <Button
                size="compact-sm"
                variant="default"
                onClick={() => give({ userId: again.userId, evenIfBegun: true })}
              >
                {t('evenIfBegun')}
              </Button>
            )}
          </Group>
        </Notice>
      )}
    </>
  )
}
