import { Checkbox, Select } from '@mantine/core'
import type { ExtractionRun } from '@/api/types'
import { SearchField } from '@/components/search-field'
import { useListSearch } from '@/components/use-list-search'
import { useText } from '../messages'

/** Narrows the rows of a table of values; all of it is in the address. */
export function RowFilters({ run }: { run: ExtractionRun }) {
  const t = useText()
  const { modality, region, shown, change } = useListSearch()
  const set = (patch: Parameters<typeof change>[0]) => change({ ...patch, page: undefined })
  return (
    <>
      <SearchField label={t('searchRows')} />
      <Choice
        label={t('modality')}
        data={run.modalities}
        value={modality}
        onChange={(modality) => set({ modality })}
      />
      <Choice
        label={t('region')}
        data={run.region_names}
        value={region}
        onChange={(region) => set({ region })}
      />
      {run.stale_count > 0 && (
        <Checkbox
          size="xs"
          label={t('onlyStale')}
          checked={shown === 'stale'}
          onChange={(event) => set({ shown: event.currentTarget.checked ? 'stale' : undefined })}
        />
      )}
    </>
  )
}

interface ChoiceProps {
  label: string
  data: string[]
  value: string | undefined
  onChange: (value: string | undefined) => void
}

function Choice({ label, data, value, onChange }: ChoiceProps) {
  if (data.length < 2 && !value) return null
  const known = value && !data.includes(value) ? [value, ...data] : data
  return (
    <Select
      size="xs"
      w={150}
      aria-label={label}
      placeholder={label}
      data={known}
      value={value ?? null}
      onChange={(chosen) => onChange(chosen ?? undefined)}
      clearable
      searchable={known.length > 8}
    />
  )
}
