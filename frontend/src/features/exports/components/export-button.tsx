import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useState } from 'react'
import type { ReadingSet } from '@/api/types'
import { FormDialog } from '@/components/form-dialog'
import { useCreateExport, type ExportCreate } from '../api'
import { useText } from '../messages'
import { ExportFields } from './export-fields'

/** Opens the dialog that says what a file will hold, before it is written. */
export function ExportButton({ set }: { set: ReadingSet }) {
  const t = useText()
  const [opened, dialog] = useDisclosure()
  const create = useCreateExport(set.id)
  const [wanted, want] = useState<ExportCreate>(() => firstChoice(set))
  const open = () => {
    want(firstChoice(set))
    create.reset()
    dialog.open()
  }
  return (
    <>
      <Button size="xs" onClick={open}>
        {t('open')}
      </Button>
      <FormDialog
        opened={opened}
        size="lg"
        title={t('dialogTitle', { name: set.name })}
        action={t('action')}
        busy={create.isPending}
        error={create.error}
        onSubmit={(event) => {
          event.preventDefault()
          create.mutate(wanted, { onSuccess: dialog.close })
        }}
        onClose={dialog.close}
      >
        <ExportFields set={set} wanted={wanted} onWant={(change) => want({ ...wanted, ...change })} />
      </FormDialog>
    </>
  )
}

/** Everybody's readings, for those who may have them. */
function firstChoice(set: ReadingSet): ExportCreate {
  return {
    format: 'coco',
    whose: set.is_blind ? 'own' : 'all',
    kinds: ['reading'],
    only_done: false,
    names: false,
  }
}
