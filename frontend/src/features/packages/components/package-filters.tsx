import { Group, Select } from '@mantine/core'
import type { Member } from '@/api/types'
import { useListSearch } from '@/components/use-list-search'
import { packageSorts, packageStates } from '../api'
import { useText } from '../messages'
import { overdue } from '../use-package-filter'

/** Narrows the packages of a set; all of it is in the address. */
export function PackageFilters({ readers }: { readers: readonly Member[] }) {
  const t = useText()
  const { state, reader, sort, change } = useListSearch()
  const states = [...packageStates, overdue] as const
  return (
    <Group gap="xs">
      <Choice
        label={t('filters.state')}
        data={states.map((value) => ({ value, label: t(`states.${value}`) }))}
        value={state}
        onChange={(state) => change({ state, page: undefined })}
      />
      {readers.length > 0 && (
        <Choice
          label={t('filters.reader')}
          data={readers.map(({ user_id: value, name: label }) => ({ value, label }))}
          value={reader}
          onChange={(reader) => change({ reader, page: undefined })}
        />
      )}
      <Choice
        label={t('filters.sort')}
        data={packageSorts.slice(1).map((value) => ({ value, label: t(`sorts.${value}`) }))}
        value={sort}
        onChange={(sort) => change({ sort, page: undefined })}
      />
    </Group>
  )
}

interface ChoiceProps {
  label: string
  data: { value: string; label: string }[]
  value: string | undefined
  onChange: (value: string | undefined) => void
}

function Choice({ label, data, value, onChange }: ChoiceProps) {
  return (
    <Select
      size="xs"
      w={150}
      aria-label={label}
      placeholder={label}
      data={data}
      value={data.some((choice) => choice.value === value) ? (value ?? null) : null}
      onChange={(chosen) => onChange(chosen ?? undefined)}
      clearable
    />
  )
}
