import { Button, Select } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useState } from 'react'
import type { ReadingSet } from '@/api/types'
import { formatCount } from '@/lib/format'
import { useDeleteSamples, useMoveSamples } from '../api'
import { useText } from '../messages'
import { LeavingDialog } from './leaving-dialog'

interface SampleActionsProps {
  setId: string
  sampleIds: readonly string[]
  onDone: () => void
}

interface MoveSamplesProps extends SampleActionsProps {
  /** Where samples can go. */
  targets: readonly ReadingSet[]
}

export function MoveSamples({ setId, sampleIds, targets, onDone }: MoveSamplesProps) {
  const t = useText()
  const [opened, dialog] = useDisclosure()
  const [toSetId, setTarget] = useState<string | null>(null)
  const move = useMoveSamples(setId)
  const done = () => {
    dialog.close()
    onDone()
  }
  const counted = { count: sampleIds.length, number: formatCount(sampleIds.length) }
  return (
    <>
      <Button size="compact-sm" variant="default" disabled={targets.length === 0} onClick={dialog.open}>
        {t('move.open')}
      </Button>
      <LeavingDialog
        setId={setId}
        sampleIds={sampleIds}
        opened={opened}
        title={t('move.ask', counted)}
        action={t('move.action')}
        isReady={toSetId !== null}
        isHarmless
        busy={move.isPending}
        error={move.error}
        going={({ readings, objects, packages }) => ({
          lost: { readings, objects, packages },
          intro: t('move.goes'),
          note: t('move.note'),
        })}
        onConfirm={(withReadings) =>
          toSetId && move.mutate({ sampleIds, withReadings, toSetId }, { onSuccess: done })
        }
        onClose={dialog.close}
      >
        <Select
          label={t('move.to')}
          data={targets.map(({ id, name }) => ({ value: id, label: name }))}
          value={toSetId}
          onChange={setTarget}
          searchable={targets.length > 8}
        />
      </LeavingDialog>
    </>
  )
}

export function DeleteSamples({ setId, sampleIds, onDone }: SampleActionsProps) {
  const t = useText()
  const [opened, dialog] = useDisclosure()
  const remove = useDeleteSamples(setId)
  const done = () => {
    dialog.close()
    onDone()
  }
  return (
    <>
      <Button size="compact-sm" variant="default" c="var(--mantine-color-error)" onClick={dialog.open}>
        {t('delete.open')}
      </Button>
      <LeavingDialog
        setId={setId}
        sampleIds={sampleIds}
        opened={opened}
        title={t('delete.ask', { count: sampleIds.length, number: formatCount(sampleIds.length) })}
        action={t('delete.action')}
        busy={remove.isPending}
        error={remove.error}
        going={(lost) => ({ lost, intro: t('delete.goes'), note: t('delete.stays') })}
        onConfirm={(withReadings) => remove.mutate({ sampleIds, withReadings }, { onSuccess: done })}
        onClose={dialog.close}
      />
    </>
  )
}
