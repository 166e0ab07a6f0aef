import { Stack } from '@mantine/core'
import { QueryView } from '@/components/query-view'
import { ExportList } from '@/features/exports'
import { useSet } from './set-page'

export function SetExports() {
  return (
    <QueryView query={useSet()}>
      {(set) => (
        <Stack gap="xl">
          <ExportList set={set} />
        </Stack>
      )}
    </QueryView>
  )
}
