import { Button, FileButton, Group, Menu, Modal, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useText as useCommonText } from '@/components/messages'
import { Notice } from '@/components/states'
import { useImportLabels, type LabelsTaken } from '../api'
import { useText } from '../messages'

interface LabelFilesProps {
  setId: string
  mayImport: boolean
}

const formats = ['isocenter', 'cvat'] as const

/** The labels of a set as a file, and more of them from one. */
export function LabelFiles({ setId, mayImport }: LabelFilesProps) {
  const t = useText()
  const [taken, setTaken] = useState<LabelsTaken | null>(null)
  const bring = useImportLabels(setId)
  const send = (file: File | null) => file && bring.mutate(file, { onSuccess: setTaken })
  return (
    <Group gap="xs">
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default">{t('export')}</Button>
        </Menu.Target>
        <Menu.Dropdown>
          {formats.map((format) => (
            <Menu.Item
              key={format}
              component="a"
              href={`/api/v1/sets/${setId}/label-set?format=${format}`}
              download
            >
              {t(`formats.${format}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {mayImport && (
        <FileButton accept="application/json,.json" onChange={send}>
          {(props) => (
            <Button variant="default" loading={bring.isPending} {...props}>
              {t('import')}
            </Button>
          )}
        </FileButton>
      )}
      <Outcome
        taken={taken}
        error={bring.error?.detail ?? null}
        onClose={() => (setTaken(null), bring.reset())}
      />
    </Group>
  )
}

interface OutcomeProps {
  taken: LabelsTaken | null
  error: string | null
  onClose: () => void
}

const kinds = ['created', 'left', 'without_key'] as const

function Outcome({ taken, error, onClose }: OutcomeProps) {
  const t = useText()
  const common = useCommonText()
  return (
    <Modal
      opened={taken !== null || error !== null}
      onClose={onClose}
      title={t('importTitle')}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      <Stack gap="sm">
        {error && <Notice>{error}</Notice>}
        {taken &&
          kinds
            .filter((kind) => taken[kind].length > 0)
            .map((kind) => (
              <Text key={kind} size="sm">
                {t(`taken.${kind}`, { names: taken[kind].join(', ') })}
              </Text>
            ))}
        {taken && kinds.every((kind) => taken[kind].length === 0) && <Text size="sm">{t('taken.none')}</Text>}
      </Stack>
    </Modal>
  )
}
