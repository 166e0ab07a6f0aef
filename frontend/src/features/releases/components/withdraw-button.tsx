import { Button, Switch, Text, Textarea } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useState } from 'react'
import { FormDialog } from '@/components/form-dialog'
import type { Selection } from '@/components/use-selection'
import { formatCount } from '@/lib/format'
import { useWithdraw, type Release } from '../api'
import { useText } from '../messages'

/** Erases what a release states of the chosen samples, once it is said why. */
export function WithdrawButton({ release, selection }: { release: Release; selection: Selection }) {
  const t = useText()
  const [opened, dialog] = useDisclosure()
  const [reason, setReason] = useState('')
  const [fromAll, setFromAll] = useState(false)
  const [isTried, setTried] = useState(false)
  const withdraw = useWithdraw(release.id)
  const count = selection.chosen.size
  const open = () => {
    setReason('')
    setFromAll(false)
    setTried(false)
    withdraw.reset()
    dialog.open()
  }
  const submit = () => {
    setTried(true)
    if (!reason.trim()) return
    const body = { sample_ids: [...selection.chosen], reason, from_all: fromAll }
    withdraw.mutate(body, {
      onSuccess: () => {
        selection.clear()
        dialog.close()
      },
    })
  }
  return (
    <>
      <Button size="compact-sm" variant="light" color="red" onClick={open}>
        {t('withdraw.open')}
      </Button>
      <FormDialog
        opened={opened}
        title={t('withdraw.title', { count, formatted: formatCount(count) })}
        action={t('withdraw.action')}
        busy={withdraw.isPending}
        error={withdraw.error}
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
        onClose={dialog.close}
      >
        <Text size="sm">{t('withdraw.explain')}</Text>
        <Textarea
          label={t('withdraw.reason')}
          description={t('withdraw.reasonHint')}
          value={reason}
          onChange={({ currentTarget }) => setReason(currentTarget.value)}
          error={isTried && !reason.trim() && t('withdraw.needed')}
          maxLength={2000}
          required
          data-autofocus
        />
        <Switch
          label={t('withdraw.fromAll')}
          checked={fromAll}
          onChange={({ currentTarget }) => setFromAll(currentTarget.checked)}
        />
      </FormDialog>
    </>
  )
}
