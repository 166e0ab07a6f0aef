import { Drawer, Stack, Title } from '@mantine/core'
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
  const t = useText()
  const entries = Object.entries(task.provenance ?? {})
  const single = entries.filter(([, value]) => !isRecord(value))
  const grouped = entries.flatMap(([name, value]) => (isRecord(value) ? [{ name, value }] : []))
  return (
    <>
      <Part name={t('provenance')} value={Object.fromEntries(single)} />
      {grouped.map(({ name, value }) => (
        <Part key={name} name={inSentence(name)} value={value} />
      ))}
    </>
  )
}

function Part({ name, value }: { name: string; value: Record<string, unknown> }) {
  return (
    <section>
      <Title order={3} mb={4}>
        {name}
      </Title>
      <dl className={classes['list']}>
        {Object.entries(value).map(([key, entry]) => (
          <div key={key}>
            <dt>{key.replaceAll('_', ' ')}</dt>
            <dd>{inWords(entry)}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

/** `mask_hash` → "Mask hash". */
const inSentence = (name: string) => (name[0] ?? '').toUpperCase() + name.slice(1).replaceAll('_', ' ')

function inWords(value: unknown): string {
  if (typeof value === 'string') return value
  if (value === null || (Array.isArray(value) && value.length === 0)) return '–'
  const short = JSON.stringify(value)
  return short.length <= oneLine ? short : JSON.stringify(value, null, 1)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
