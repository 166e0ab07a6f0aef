import { Button, Checkbox, List, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useState } from 'react'
import type { Member, SharedOut } from '@/api/types'
import { FormDialog } from '@/components/form-dialog'
import { formatCount } from '@/lib/format'
import { useShareOut } from '../api'
import { useText } from '../messages'

/** Gives all free packages to the readers chosen, evenly. */
export function ShareOutButton({ setId, readers }: { setId: string; readers: readonly Member[] }) {
  const t = useText()
  const [opened, dialog] = useDisclosure()
  const [chosen, setChosen] = useState<string[]>([])
  const share = useShareOut(setId)
  const open = () => {
    share.reset()
    setChosen(readers.map(({ user_id: id }) => id))
    dialog.open()
  }
  return (
    <>
      <Button size="compact-sm" variant="default" onClick={open}>
        {t('share.open')}
      </Button>
      <FormDialog
        opened={opened}
        title={t('share.title')}
        action={t('share.action')}
        busy={share.isPending}
        error={share.error}
        done={share.data && <Outcome result={share.data} onClose={dialog.close} />}
        onSubmit={(event) => {
          event.preventDefault()
          if (chosen.length > 0) share.mutate(chosen)
        }}
        onClose={dialog.close}
      >
        <ReaderChoice
          readers={readers}
          chosen={chosen}
          onChange={setChosen}
          label={t('share.readers')}
          hint={t('share.hint')}
        />
      </FormDialog>
    </>
  )
}

interface ReaderChoiceProps {
  readers: readonly Member[]
  chosen: string[]
  onChange: (chosen: string[]) => void
  label: string
  hint: string
}

export function ReaderChoice({ readers, chosen, onChange, label, hint }: ReaderChoiceProps) {
  return (
    <Checkbox.Group label={label} description={hint} value={chosen} onChange={onChange}>
      <Stack gap={6} mt="xs" mah={260} style={{ overflowY: 'auto' }}>
        {readers.map(({ user_id: id, name }) => (
          <Checkbox key={id} value={id} label={name} size="sm" />
        ))}
      </Stack>
    </Checkbox.Group>
  )
}

function Outcome({ result, onClose }: { result: SharedOut; onClose: () => void }) {
  const t = useText()
  return (
    <Stack gap="lg">
      <List size="sm" role="status">
        {result.readers.map(({ reader, packages, samples }) => (
          <List.Item key={reader.id}>
            {t('share.got', {
              name: reader.name,
              count: packages,
              number: formatCount(packages),
              samples: formatCount(samples),
            })}
          </List.Item>
        ))}
      </List>
      {result.left > 0 && (
        <Text size="sm">{t('share.left', { count: result.left, number: formatCount(result.left) })}</Text>
      )}
      <Button onClick={onClose}>{t('share.close')}</Button>
    </Stack>
  )
}
