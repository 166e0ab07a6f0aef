import { Pill, Select } from '@mantine/core'
import type { Member, GridSample } from '@/api/types'
import { SearchField } from '@/components/search-field'
import { useListSearch } from '@/components/use-list-search'
import { formatCount } from '@/lib/format'
import { sampleSorts, sampleStates } from '../api'
import { useText } from '../messages'
import { useSampleFilter } from '../use-sample-filter'

/** The kinds of images that are most often read; others are offered where they are seen. */
const usual = ['CR', 'CT', 'DX', 'MG', 'MR', 'NM', 'PT', 'US', 'XA', 'XC']

interface SampleFiltersProps {
  /** Those on the page. */
  samples: readonly GridSample[]
  /** Whose readings may be looked at; nobody's for readers. */
  readers: readonly Member[]
}

/** Narrows the samples of a set; all of it is in the address. */
export function SampleFilters({ samples, readers }: SampleFiltersProps) {
  const t = useText()
  const { change } = useListSearch()
  const filter = useSampleFilter()
  const seen = samples.map(({ modality }) => modality)
  const modalities = [
    ...new Set([...usual, ...seen, ...(filter.modality ? [filter.modality] : [])]),
  ].toSorted()
  const set = (patch: Parameters<typeof change>[0]) => change({ ...patch, page: undefined })
  return (
    <>
      <PackagePill samples={samples} />
      <SearchField label={t('search')} />
      <Choice
        label={t('modality')}
        data={modalities.map((value) => ({ value, label: value }))}
        value={filter.modality}
        onChange={(modality) => set({ modality })}
      />
      <Choice
        label={t('state')}
        data={sampleStates.map((value) => ({ value, label: t(`states.${value}`) }))}
        value={filter.state ?? undefined}
        onChange={(state) => set({ state })}
      />
      {readers.length > 0 && (
        <Choice
          label={t('reader')}
          data={readers.map(({ user_id: value, name: label }) => ({ value, label }))}
          value={filter.reader}
          onChange={(reader) => set({ reader })}
        />
      )}
      <Choice
        label={t('sort')}
        data={sampleSorts.slice(1).map((value) => ({ value, label: t(`sorts.${value}`) }))}
        value={filter.sort}
        onChange={(sort) => set({ sort })}
      />
    </>
  )
}

interface ChoiceProps {
  label: string
  data: { value: string; label: string }[]
  value: string | null | undefined
  onChange: (value: string | undefined) => void
}

function Choice({ label, data, value, onChange }: ChoiceProps) {
  return (
    <Select
      size="xs"
      w={140}
      aria-label={label}
      placeholder={label}
      data={data}
      value={value ?? null}
      onChange={(chosen) => onChange(chosen ?? undefined)}
      clearable
      searchable={data.length > 8}
    />
  )
}

/** Whoever comes from a package sees its samples alone, until this is taken away. */
function PackagePill({ samples }: { samples: readonly GridSample[] }) {
  const t = useText()
  const { package: packageId, change } = useListSearch()
  if (!packageId) return null
  const tray = samples.flatMap(({ packages }) => packages).find(({ package_id: id }) => id === packageId)
  return (
    <Pill
      withRemoveButton
      onRemove={() => change({ package: undefined, page: undefined })}
      removeButtonProps={{ 'aria-label': t('allPackages'), 'aria-hidden': false, tabIndex: 0 }}
    >
      {tray ? t('tray', { number: formatCount(tray.position) }) : t('onePackage')}
    </Pill>
  )
}
