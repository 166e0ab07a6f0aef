import { Text } from '@mantine/core'
import type { Region } from '@/api/types'
import type { Column } from '@/components/data-table'
import { StateBadge } from '@/components/state-badge'
import { formatCount, formatNumber } from '@/lib/format'
import { useText } from './messages'

const mm3PerCm3 = 1000

export function useRegionColumns(): Column<Region>[] {
  const t = useText()
  return [
    { id: 'name', header: t('name'), sortValue: (region) => region.name, cell: (region) => region.name },
    {
      id: 'modality',
      header: t('modality'),
      width: 100,
      sortValue: (region) => region.modality,
      cell: (region) => region.modality,
    },
    {
      id: 'origin',
      header: t('origin'),
      width: 160,
      sortValue: (region) => region.origin,
      cell: (region) => t(`origins.${region.origin}`),
    },
    {
      id: 'state',
      header: t('state'),
      width: 130,
      sortValue: (region) => region.state,
      cell: (region) => <StateBadge state={region.state} />,
    },
    {
      id: 'voxels',
      header: t('voxels'),
      numeric: true,
      width: 110,
      sortValue: (region) => region.voxel_count,
      cell: (region) => (region.voxel_count === null ? '–' : formatCount(region.voxel_count)),
    },
    {
      id: 'volume',
      header: t('volume'),
      numeric: true,
      width: 120,
      sortValue: (region) => region.volume_mm3,
      cell: (region) => (region.volume_mm3 === null ? '–' : formatNumber(region.volume_mm3 / mm3PerCm3, 2)),
    },
    {
      id: 'reason',
      header: t('reason'),
      cell: (region) => (
        <Text size="sm" c="dimmed">
          {region.reason}
        </Text>
      ),
    },
  ]
}
