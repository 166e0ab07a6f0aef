import { Button, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState, type KeyboardEvent, type ReactNode } from 'react'
import type { Member, ReadingSet, GridSample } from '@/api/types'
import { useText as useCommonText } from '@/components/messages'
import { Pager } from '@/components/pager'
import { Panel } from '@/components/panel'
import { hasNone, QueryView } from '@/components/query-view'
import { SelectionBar } from '@/components/selection-bar'
import { Empty } from '@/components/states'
import { useListSearch } from '@/components/use-list-search'
import { useSelection, type Selection } from '@/components/use-selection'
import { formatCount } from '@/lib/format'
import { samplesQuery } from '../api'
import { walkTiles } from '../grid-keys'
import { useText } from '../messages'
import { useSampleFilter } from '../use-sample-filter'
import { DeleteSamples, MoveSamples } from './sample-actions'
import { SampleFilters } from './sample-filters'
import { SampleTile } from './sample-tile'
import classes from './sample-grid.module.css'

interface SampleGridProps {
  setId: string
  myId: string
  /** Whose readings may be looked at; nobody's for readers. */
  readers: readonly Member[]
  /** For those who lead an open set: where samples can be moved to. */
  targets?: readonly ReadingSet[] | undefined
  /** What to do about an empty set, for those who may. */
  action?: ReactNode
}

/** The samples of a set as pictures: to find, to open, and for its leads to move and to delete. */
export function SampleGrid({ setId, myId, readers, targets, action }: SampleGridProps) {
  const t = useText()
  const { page, change } = useListSearch()
  const filter = useSampleFilter()
  const samples = useQuery(samplesQuery(setId, filter, page))
  const items = samples.data?.items ?? []
  const selection = useSelection(items.map(({ id }) => id))
  const isNarrowed = Object.keys(filter).some((key) => key !== 'sort')
  const leaving = { setId, sampleIds: [...selection.chosen], onDone: selection.clear }
  const isEmptySet = samples.data?.total === 0 && !isNarrowed
  return (
    <Panel
      title={t('title')}
      note={samples.data && samples.data.total > 0 && formatCount(samples.data.total)}
      actions={!isEmptySet && <SampleFilters samples={items} readers={readers} />}
      flush
    >
      <QueryView
        query={samples}
        loading={<GridSkeleton />}
        isEmpty={hasNone}
        empty={isNarrowed ? <NothingFits /> : <NoSamples action={action} />}
      >
        {(list) => (
          <>
            {targets && (
              <SelectionBar selection={selection}>
                <MoveSamples {...leaving} targets={targets} />
                <DeleteSamples {...leaving} />
              </SelectionBar>
            )}
            <Tiles samples={list.items} myId={myId} selection={targets && selection} />
            <Pager list={list} onPage={(page) => change({ page })} />
          </>
        )}
      </QueryView>
    </Panel>
  )
}

interface TilesProps {
  samples: readonly GridSample[]
  myId: string
  selection: Selection | undefined
}

/** Arrow keys walk the pictures; the space bar chooses, with Shift a whole stretch. */
function Tiles({ samples, myId, selection }: TilesProps) {
  const t = useText()
  const [entry, setEntry] = useState(0)
  const press = (event: KeyboardEvent<HTMLElement>) => {
    if (selection && event.key === 'Escape') selection.clear()
    else if (selection && event.key === 'a' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      selection.toggleAll()
    } else walkTiles(event)
  }
  return (
    <ul className={classes['grid']} aria-label={t('title')} onKeyDown={press}>
      {samples.map((sample, index) => (
        <SampleTile
          key={sample.id}
          sample={sample}
          myId={myId}
          isEntry={index === Math.min(entry, samples.length - 1)}
          onFocus={() => setEntry(index)}
          {...(selection && {
            pick: {
              isChosen: selection.chosen.has(sample.id),
              onToggle: (isExtended) => selection.toggle(sample.id, isExtended),
            },
          })}
        />
      ))}
    </ul>
  )
}

function NoSamples({ action }: { action: ReactNode }) {
  const t = useText()
  return (
    <Empty title={t('emptyTitle')} action={action}>
      {t('empty')}
    </Empty>
  )
}

function NothingFits() {
  const t = useText()
  const { change } = useListSearch()
  const none = { q: undefined, modality: undefined, state: undefined, reader: undefined, package: undefined }
  return (
    <Empty
      title={t('nothingFitsTitle')}
      action={
        <Button variant="default" onClick={() => change({ ...none, page: undefined })}>
          {t('showAll')}
        </Button>
      }
    >
      {t('nothingFits')}
    </Empty>
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
