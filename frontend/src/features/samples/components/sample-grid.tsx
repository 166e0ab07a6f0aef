import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useText as useCommonText } from '@/components/messages'
import { Pager } from '@/components/pager'
import { Panel } from '@/components/panel'
import { hasNone, QueryView } from '@/components/query-view'
import { Empty } from '@/components/states'
import { useListSearch } from '@/components/use-list-search'
import { formatCount } from '@/lib/format'
import { samplesQuery } from '../api'
import { useText } from '../messages'
import { SampleTile } from './sample-tile'
import classes from './sample-grid.module.css'

interface SampleGridProps {
  setId: string
  /** What to do about an empty set, for those who may. */
  action?: ReactNode
}

export function SampleGrid({ setId, action }: SampleGridProps) {
  const t = useText()
  const { page, change } = useListSearch()
  const samples = useQuery(samplesQuery(setId, page))
  return (
    <Panel
      title={t('title')}
      note={samples.data && samples.data.total > 0 && formatCount(samples.data.total)}
      flush
    >
      <QueryView
        query={samples}
        loading={<GridSkeleton />}
        isEmpty={hasNone}
        empty={
          <Empty title={t('emptyTitle')} action={action}>
            {t('empty')}
          </Empty>
        }
      >
        {(list) => (
          <>
            <ul className={classes['grid']} aria-label={t('title')}>
              {list.items.map((sample) => (
                <SampleTile key={sample.id} sample={sample} />
              ))}
            </ul>
            <Pager list={list} onPage={(page) => change({ page })} />
          </>
        )}
      </QueryView>
    </Panel>
  )
}

function GridSkeleton() {
  const common = useCommonText()
  return (
    <div className={classes['grid']} role="status" aria-label={common('loading')}>
      {Array.from({ length: 18 }, (_, index) => (
        <Skeleton key={index} style={{ aspectRatio: '1' }} />
      ))}
    </div>
  )
}
