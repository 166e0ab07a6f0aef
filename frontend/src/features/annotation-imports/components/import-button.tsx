import { Button, FileInput, NumberInput, Stack, Switch, Textarea } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useState } from 'react'
import type { ReadingSet } from '@/api/types'
import { FormDialog } from '@/components/form-dialog'
import { labelNamesOf, useBringIn } from '../api'
import { useText } from '../messages'

const HALF = 0.5

export function ImportButton({ set }: { set: ReadingSet }) {
  const t = useText()
  const [opened, dialog] = useDisclosure()
  const bringIn = useBringIn(set.id)
  const [file, choose] = useState<File | null>(null)
  const [createLabels, create] = useState(false)
  const [edge, setEdge] = useState(HALF)
  const [asOutlines, outline] = useState(false)
  const [labels, setLabels] = useState('')
  const labelNames = labelNamesOf(labels)
  const open = () => {
    choose(null)
    setLabels('')
    bringIn.reset()
    dialog.open()
  }
  return (
    <>
      <Button size="xs" variant="default" onClick={open}>
        {t('open')}
      </Button>
      <FormDialog
        opened={opened}
        title={t('dialogTitle', { name: set.name })}
        action={t('action')}
        busy={bringIn.isPending}
        error={bringIn.error}
        onSubmit={(event) => {
          event.preventDefault()
          if (!file || !labelNames) return
          bringIn.mutate({ file, createLabels, edge, asOutlines, labelNames }, { onSuccess: dialog.close })
        }}
        onClose={dialog.close}
      >
        <Stack gap="md">
          <FileInput
            label={t('file')}
            description={t('fileHint')}
            placeholder={t('chooseFile')}
            value={file}
            onChange={choose}
            required
          />
          <Switch
            label={t('createLabels')}
            description={t('createLabelsHint')}
            checked={createLabels}
            onChange={({ currentTarget }) => create(currentTarget.checked)}
          />
          <NumberInput
            label={t('edge')}
            description={t('edgeHint')}
            min={0.01}
            max={1}
            step={0.05}
            value={edge}
            onChange={(value) => setEdge(Number(value) || HALF)}
          />
          <Switch
            label={t('asOutlines')}
            description={t('asOutlinesHint')}
            checked={asOutlines}
            onChange={({ currentTarget }) => outline(currentTarget.checked)}
          />
          <Textarea
            label={t('labelNames')}
            description={t('labelNamesHint')}
            error={labelNames === null && t('labelNamesWrong')}
            autosize
            minRows={2}
            value={labels}
            onChange={({ currentTarget }) => setLabels(currentTarget.value)}
          />
        </Stack>
      </FormDialog>
    </>
  )
}
