import { Stack } from '@mantine/core'
import { mayLead } from '@/api/roles'
import { QueryView } from '@/components/query-view'
import { ImportList } from '@/features/annotation-imports'
import { ExportList } from '@/features/exports'
import { useSet } from './set-page'

/** What leaves a set as files, and, for those who lead it, what comes in. */
export function SetExports() {
  return (
    <QueryView query={useSet()}>
      {(set) => (
        <Stack gap="xl">
          <ExportList set={set} />
          {mayLead(set.my_role) && <ImportList set={set} />}
        </Stack>
      )}
    </QueryView>
  )
}
