import { Drawer, Stack, Text, Title } from '@mantine/core'
import type { ExtractionTask } from '@/api/types'
import { useText as useCommonText } from '@/components/messages'
import { useText } from '../messages'
import classes from './provenance-drawer.module.css'

/** As many characters stand on one line of the drawer. */
const oneLine = 40

/** Where the values of one region came from: everything the engine wrote down. */
export function ProvenanceDrawer({ task, onClose }: { task: ExtractionTask | null; onClose: () => void }) {
  const t = useText()
  const common = useCommonText()
  const title = task && t('provenanceOf', { region: task.region_name, patient: task.patient_label })
  return (
    <Drawer
      opened={task !== null}
      onClose={onClose}
      position="right"
      size={520}
      title={title}
      transitionProps={{ duration: 120 }}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      {task && (
        <Stack gap="xl">
          <Provenance task={task} />
        </Stack>
      )}
    </Drawer>
  )
}

export function Provenance({ task }: { task: ExtractionTask }) {
  return Object.entries(task.provenance ?? {}).map(([name, value]) => (
    <Part key={name} name={name} value={value} />
  ))
}

function Part({ name, value }: { name: string; value: unknown }) {
  return (
    <section>
      <Title order={3} mb={4}>
        {name.replaceAll('_', ' ')}
      </Title>
      {isRecord(value) ? (
        <dl className={classes['list']}>
          {Object.entries(value).map(([key, entry]) => (
            <div key={key}>
              <dt>{key}</dt>
              <dd>{inWords(entry)}</dd>
            </div>
          ))}
        </dl>
      ) : (
        <Text ff="monospace" size="xs" className={classes['value']}>
          {inWords(value)}
        </Text>
      )}
    </section>
  )
}

function inWords(value: unknown): string {
  if (typeof value === 'string') return value
  const short = JSON.stringify(value)
  return short.length <= oneLine ? short : JSON.stringify(value, null, 1)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
