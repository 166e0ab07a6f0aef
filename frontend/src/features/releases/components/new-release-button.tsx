import { Button, Checkbox, Group, Switch, Textarea, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useState } from 'react'
import type { ReadingSet } from '@/api/types'
import { FormDialog } from '@/components/form-dialog'
import { useCreateRelease, type ReadingKind, type ReleaseCreate } from '../api'
import { useText } from '../messages'

const kinds: readonly ReadingKind[] = ['reading', 'adjudication', 'reference', 'imported']
const first: ReleaseCreate = {
  name: '',
  notes: null,
  kinds: ['reading', 'adjudication'],
  rounds: null,
  only_done: true,
  names: false,
}

export function NewReleaseButton({ set }: { set: Pick<ReadingSet, 'id' | 'name'> }) {
  const t = useText()
  const [opened, dialog] = useDisclosure()
  const create = useCreateRelease(set.id)
  const [wanted, want] = useState(first)
  const open = () => {
    want(first)
    create.reset()
    dialog.open()
  }
  return (
    <>
      <Button size="xs" onClick={open}>
        {t('new')}
      </Button>
      <FormDialog
        opened={opened}
        title={t('newTitle', { name: set.name })}
        action={t('freeze')}
        busy={create.isPending}
        error={create.error}
        onSubmit={(event) => {
          event.preventDefault()
          create.mutate(wanted, { onSuccess: dialog.close })
        }}
        onClose={dialog.close}
      >
        <Fields wanted={wanted} onWant={(change) => want({ ...wanted, ...change })} />
      </FormDialog>
    </>
  )
}

interface FieldsProps {
  wanted: ReleaseCreate
  onWant: (change: Partial<ReleaseCreate>) => void
}

function Fields({ wanted, onWant }: FieldsProps) {
  const t = useText()
  return (
    <>
      <TextInput
        label={t('name')}
        description={t('nameHint')}
        value={wanted.name}
        onChange={({ currentTarget }) => onWant({ name: currentTarget.value })}
        maxLength={200}
        required
        data-autofocus
      />
      <Textarea
        label={t('notes')}
        value={wanted.notes ?? ''}
        onChange={({ currentTarget }) => onWant({ notes: currentTarget.value || null })}
        autosize
        minRows={2}
      />
      <Checkbox.Group
        label={t('kinds')}
        value={wanted.kinds ?? []}
        onChange={(chosen) => chosen.length > 0 && onWant({ kinds: chosen })}
      >
        <Group gap="lg" mt="xs">
          {kinds.map((kind) => (
            <Checkbox key={kind} value={kind} label={t(`kindOf.${kind}`)} />
          ))}
        </Group>
      </Checkbox.Group>
      <Switch
        label={t('onlyDone')}
        description={t('onlyDoneHint')}
        checked={wanted.only_done ?? true}
        onChange={({ currentTarget }) => onWant({ only_done: currentTarget.checked })}
      />
      <Switch
        label={t('names')}
        description={t('namesHint')}
        checked={wanted.names ?? false}
        onChange={({ currentTarget }) => onWant({ names: currentTarget.checked })}
      />
    </>
  )
}
