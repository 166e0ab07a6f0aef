import { Button, FileButton, Grid, Group, Select, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconFileUpload } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useId, useRef, useState, type FormEvent } from 'react'
import type { ApiError } from '@/api/errors'
import { Panel } from '@/components/panel'
import { Empty, Notice } from '@/components/states'
import { useText } from '../messages'
import { sourceErrors, suggestedName, type SourceError } from '../preset-source'
import { checkQuery } from '../presets-api'
import { PresetSections } from './preset-sections'
import { SourceErrors } from './source-errors'
import { YamlField, type YamlFieldHandle } from './yaml-field'

export interface PresetDraft {
  name: string
  description: string
  source: string
  organization_id?: string
}

interface PresetEditorProps {
  initial: PresetDraft
  /** A new version keeps its name. */
  isVersion?: boolean
  /** Where it may belong; asked only where there is a choice. */
  organizations?: readonly { id: string; name: string }[]
  action: string
  busy: boolean
  error: ApiError | null
  onSave: (draft: PresetDraft) => void
}

/** Writes a preset: while one types, the server says what is wrong at which line, and what would be computed. */
export function PresetEditor(props: PresetEditorProps) {
  const t = useText()
  const { initial, isVersion = false, organizations = [], action, busy, error } = props
  const [draft, setDraft] = useState(initial)
  const [refused, setRefused] = useState<string | null>(null)
  const { checked, errors, isChecking } = useChecked(draft.source, refused === draft.source ? error : null)
  const change = (patch: Partial<PresetDraft>) => setDraft((old) => ({ ...old, ...patch }))
  const isReady = draft.source.trim() !== '' && (isVersion || draft.name.trim() !== '')
  const save = (event: FormEvent) => {
    event.preventDefault()
    setRefused(draft.source)
    props.onSave(draft)
  }
  const nameError = error?.errorsAt({ PresetNameTaken: 'name' })['name']
  return (
    <form onSubmit={save} noValidate>
      <Grid gap="xl" align="flex-start">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Panel title={t('preset.written')} actions={<OpenFile onOpen={change} draft={draft} />}>
            <Stack gap="lg">
              {!isVersion && (
                <Naming draft={draft} error={nameError} organizations={organizations} onChange={change} />
              )}
              <TextInput
                label={t('preset.description')}
                description={t('preset.descriptionHint')}
                value={draft.description}
                onChange={(event) => change({ description: event.currentTarget.value })}
                maxLength={400}
              />
              <Source value={draft.source} onChange={(source) => change({ source })} errors={errors} />
              {error && !nameError && sourceErrors(error).length === 0 && <Notice>{error.detail}</Notice>}
              <Group gap="md">
                <Button type="submit" loading={busy} disabled={!isReady}>
                  {action}
                </Button>
                <Text size="sm" c="dimmed" role="status">
                  {isChecking ? t('preset.checking') : checked?.valid && t('preset.valid')}
                </Text>
              </Group>
            </Stack>
          </Panel>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Panel title={t('preset.computes')} flush={!checked?.sections.length}>
            {checked?.sections.length ? (
              <PresetSections sections={checked.sections} />
            ) : (
              <Empty title={t('preset.nothingYetTitle')}>{t('preset.nothingYet')}</Empty>
            )}
          </Panel>
        </Grid.Col>
      </Grid>
    </form>
  )
}

/** What the server says of what is written, shortly after the last key. */
function useChecked(source: string, refusal: ApiError | null) {
  const [settled] = useDebouncedValue(source, 400)
  const check = useQuery(checkQuery(settled))
  const checked = settled.trim() === '' ? undefined : check.data
  const isCurrent = settled === source && !check.isPlaceholderData
  const refused = sourceErrors(refusal)
  const errors = refused.length > 0 ? refused : (checked?.errors ?? [])
  return { checked, errors, isChecking: source.trim() !== '' && !isCurrent && !check.error }
}

interface SourceProps {
  value: string
  onChange: (value: string) => void
  errors: readonly SourceError[]
}

function Source({ value, onChange, errors }: SourceProps) {
  const t = useText()
  const handle = useRef<YamlFieldHandle>(null)
  const errorsId = useId()
  return (
    <Stack gap="sm">
      <YamlField
        label={t('preset.source')}
        description={t('preset.sourceHint')}
        value={value}
        onChange={onChange}
        errors={errors}
        describedBy={errorsId}
        handle={handle}
      />
      <SourceErrors
        id={errorsId}
        errors={errors}
        onShow={({ line, column }) => handle.current?.show(line, column)}
      />
    </Stack>
  )
}

interface NamingProps {
  draft: PresetDraft
  error: string | undefined
  organizations: readonly { id: string; name: string }[]
  onChange: (patch: Partial<PresetDraft>) => void
}

function Naming({ draft, error, organizations, onChange }: NamingProps) {
  const t = useText()
  return (
    <Group gap="md" align="flex-start" grow>
      <TextInput
        label={t('preset.name')}
        value={draft.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
        error={error}
        required
        maxLength={120}
      />
      {organizations.length > 1 && (
        <Select
          label={t('preset.organization')}
          data={organizations.map(({ id, name }) => ({ value: id, label: name }))}
          value={draft.organization_id ?? organizations[0]?.id ?? null}
          onChange={(id) => id && onChange({ organization_id: id })}
          allowDeselect={false}
        />
      )}
    </Group>
  )
}

interface OpenFileProps {
  draft: PresetDraft
  onOpen: (patch: Partial<PresetDraft>) => void
}

/** Takes the text of a file in; a name that is already given stays. */
function OpenFile({ draft, onOpen }: OpenFileProps) {
  const t = useText()
  const [failure, setFailure] = useState<string | null>(null)
  const open = async (file: File | null) => {
    if (!file) return
    setFailure(file.size > mostBytes ? t('preset.fileTooLarge') : null)
    if (file.size > mostBytes) return
    const source = await file.text().catch(() => null)
    if (source === null) return setFailure(t('preset.fileUnreadable'))
    onOpen({ source, ...(!draft.name && { name: suggestedName(source, file.name) }) })
  }
  return (
    <Group gap="sm">
      {failure && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {failure}
        </Text>
      )}
      <FileButton accept=".yaml,.yml,.json,text/yaml,application/json" onChange={(file) => void open(file)}>
        {(button) => (
          <Button
            {...button}
            size="xs"
            variant="default"
            leftSection={<IconFileUpload size={14} aria-hidden />}
          >
            {t('preset.openFile')}
          </Button>
        )}
      </FileButton>
    </Group>
  )
}

const mostBytes = 100_000
