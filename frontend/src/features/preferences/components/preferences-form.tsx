import { Select, Stack, Switch } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { preferencesQuery, useSavePreferences } from '@/api/preferences'
import type { Preferences } from '@/api/types'
import { FormError } from '@/components/form-error'
import { Panel } from '@/components/panel'
import { QueryView } from '@/components/query-view'
import { useText } from '../messages'

/** A language and what it calls itself. */
type Languages = readonly (readonly [NonNullable<Preferences['language']>, string])[]

const MINUTES = [1, 2, 5, 10, 15, 30, 60]

/** What is changed here holds at once. */
export function PreferencesForm({ languages }: { languages: Languages }) {
  const t = useText()
  const query = useQuery(preferencesQuery)
  return (
    <Panel title={t('title')}>
      <QueryView query={query}>{(known) => <Fields known={known} languages={languages} />}</QueryView>
    </Panel>
  )
}

function Fields({ known, languages }: { known: Preferences; languages: Languages }) {
  const t = useText()
  const save = useSavePreferences()
  return (
    <Stack>
      <Select
        label={t('language')}
        description={t('languageHint')}
        allowDeselect={false}
        data={[
          { value: '', label: t('ofBrowser') },
          ...languages.map(([value, label]) => ({ value, label })),
        ]}
        value={known.language ?? ''}
        onChange={(value) => save.mutate({ language: value || null })}
      />
      <IdleSelect minutes={known.idle_minutes} onChange={(idle_minutes) => save.mutate({ idle_minutes })} />
      <Switch
        label={t('singleKeys')}
        description={t('singleKeysHint')}
        checked={known.has_single_keys}
        onChange={(event) => save.mutate({ has_single_keys: event.currentTarget.checked })}
      />
      <FormError error={save.error} />
    </Stack>
  )
}

interface IdleSelectProps {
  minutes: number | null
  onChange(this: void, minutes: number | null): void
}

function IdleSelect({ minutes, onChange }: IdleSelectProps) {
  const t = useText()
  const offered = minutes === null || MINUTES.includes(minutes) ? MINUTES : [...MINUTES, minutes]
  return (
    <Select
      label={t('idle')}
      description={t('idleHint')}
      allowDeselect={false}
      data={[
        { value: '', label: t('never') },
        ...offered.map((count) => ({ value: String(count), label: t('minutes', { count }) })),
      ]}
      value={minutes === null ? '' : String(minutes)}
      onChange={(value) => onChange(value ? Number(value) : null)}
    />
  )
}
