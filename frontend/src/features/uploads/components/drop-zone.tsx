import { Button, Group, Stack, Text } from '@mantine/core'
import { IconFolderUp } from '@tabler/icons-react'
import { useRef, useState, type ChangeEvent, type DragEvent } from 'react'
import { Notice } from '@/components/states'
import { chosenFiles, droppedFiles } from '../dropped-files'
import { useText } from '../messages'
import type { ChosenFile } from '../upload-queue'
import classes from './drop-zone.module.css'

/** Takes files, folders and archives by dropping or by choosing. */
export function DropZone({ onChosen }: { onChosen: (files: ChosenFile[]) => void }) {
  const t = useText()
  const [isOver, setOver] = useState(false)
  const [state, setState] = useState<'idle' | 'reading' | 'empty'>('idle')

  const take = (files: ChosenFile[]) => {
    setState(files.length > 0 ? 'idle' : 'empty')
    if (files.length > 0) onChosen(files)
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    setState('reading')
    void droppedFiles(event.dataTransfer).then(take, () => setState('empty'))
  }
  const over = (event: DragEvent) => {
    event.preventDefault()
    setOver(true)
  }
  return (
    <Stack gap="md">
      <Stack
        className={classes['zone']}
        data-over={isOver || undefined}
        role="group"
        aria-label={t('drop')}
        onDragOver={over}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <IconFolderUp size={32} stroke={1.25} aria-hidden />
        <Text fw={500}>{state === 'reading' ? t('reading') : t('drop')}</Text>
        <Text size="sm" c="dimmed" maw={520}>
          {t('dropHint')}
        </Text>
        <Group gap="sm" mt="xs">
          <PickButton label={t('chooseFiles')} onPicked={take} />
          <PickButton label={t('chooseFolder')} onPicked={take} isFolder />
        </Group>
      </Stack>
      {state === 'empty' && <Notice tone="attention">{t('emptyDrop')}</Notice>}
    </Stack>
  )
}

interface PickButtonProps {
  label: string
  isFolder?: boolean
  onPicked: (files: ChosenFile[]) => void
}

function PickButton({ label, isFolder = false, onPicked }: PickButtonProps) {
  const input = useRef<HTMLInputElement>(null)
  const pick = (event: ChangeEvent<HTMLInputElement>) => {
    const files = chosenFiles(event.target.files ?? [])
    event.target.value = ''
    if (files.length > 0) onPicked(files)
  }
  return (
    <>
      <Button variant="default" onClick={() => input.current?.click()}>
        {label}
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={label}
        onChange={pick}
        {...(isFolder && { webkitdirectory: '' })}
      />
    </>
  )
}
