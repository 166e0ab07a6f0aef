import { useQuery } from '@tanstack/react-query'
import { useCallback, useMemo, useState, type ReactNode } from 'react'
import type { Label, ReadingSet } from '@/api/types'
import { QueryView } from '@/components/query-view'
import type { CommentSlot } from '@/viewer/pins'
import type { Place } from '@/viewer/shapes'
import { usePins } from '@/viewer/use-pins'
import { caseQuery, queueQuery, useDecide, useUndo, type AdjudicationCase, type DecisionCreate } from '../api'
import { asChosen, asDecision, emptyDraft, toggled, wholeOf, type Draft } from '../draft'
import { useText } from '../messages'
import { DecidedPane } from './decided-pane'
import { DecisionPane } from './decision-pane'
import { ReadingPane } from './reading-pane'
import classes from './room.module.css'
import { RoomBar } from './room-bar'
import { useLinkedPanes } from './use-linked-panes'

interface AdjudicationRoomProps {
  set: ReadingSet
  labels: readonly Label[]
  sampleId: string
  onOpen: (sampleId: string) => void
  onExit: () => void
  /** What is said about the images. */
  comments: (slot: CommentSlot) => ReactNode
}

/** Readers side by side, without their names, and the decision beside them. Always dark, as the reading room. */
export function AdjudicationRoom(props: AdjudicationRoomProps) {
  const t = useText()
  const { set, sampleId } = props
  return (
    <main className={classes['room']} aria-label={t('room')}>
      <QueryView query={useQuery(caseQuery(set.id, sampleId))}>
        {(found) => <Case key={sampleId} {...props} found={found} />}
      </QueryView>
    </main>
  )
}

function Case({
  set,
  labels,
  onOpen,
  onExit,
  comments,
  found,
}: AdjudicationRoomProps & { found: AdjudicationCase }) {
  const t = useText()
  const [draft, setDraft] = useState<Draft>(emptyDraft)
  const [comment, setComment] = useState('')
  const [imageId, setImageId] = useState(found.sample.images[0]?.id ?? '')
  const decide = useDecide(set.id, found.sample.id)
  const undo = useUndo(set.id)
  const panes = useLinkedPanes()
  const showPlace = useCallback(
    (on: string, place: Place) => {
      setImageId(on)
      panes.goTo(place)
    },
    [panes],
  )
  const pins = usePins(set.id, found.sample.id, showPlace)
  const next = useNext(set.id, found.sample.id)
  const image = found.sample.images.find(({ id }) => id === imageId) ?? found.sample.images[0]
  const [startAt] = useState(() => firstPlace(found, image?.id))
  const send = (body: DecisionCreate) => decide.mutate(body)
  const common = { set, labels, image, startAt, title: found.sample.title, panes, pins }
  return (
    <>
      <RoomBar
        setName={set.name}
        sample={found.sample}
        imageId={image?.id ?? ''}
        onImage={setImageId}
        panes={panes}
        onNext={next ? () => onOpen(next) : undefined}
        onExit={onExit}
      />
      {decide.error && (
        <p className={classes['failed']} role="alert">
          {decide.error.detail}
        </p>
      )}
      <div className={classes['panes']}>
        {found.readings.length === 0 && <p className={classes['hint']}>{t('noReadings')}</p>}
        {found.readings.map((reading) => (
          <ReadingPane
            key={reading.alias}
            {...common}
            reading={reading}
            draft={draft}
            isDecided={found.decision !== null}
            isBusy={decide.isPending}
            onToggle={(object) => setDraft((old) => toggled(old, reading.alias, object))}
            onTakeAll={() => setDraft(wholeOf(reading))}
            onChoose={() => send(asChosen(reading.alias, found.readings, comment))}
          />
        ))}
        {found.decision ? (
          <DecidedPane
            {...common}
            decision={found.decision}
            isBusy={undo.isPending}
            onUndo={(decision) => undo.mutate(decision.id)}
          />
        ) : (
          <DecisionPane
            {...common}
            draft={draft}
            onDraft={setDraft}
            comment={comment}
            onComment={setComment}
            isBusy={decide.isPending}
            canDecide={found.readings.length > 1}
            onDecide={() => send(asDecision(draft, found.readings, comment))}
          />
        )}
        <aside className={classes['pane']} data-comments>
          {comments(pins.slot)}
        </aside>
      </div>
    </>
  )
}

/** Where the first thing is that anybody drew: that is what the case is about. */
function firstPlace(found: AdjudicationCase, imageId: string | undefined): Place | null {
  const drawn = found.readings
    .flatMap((reading) => reading.annotations)
    .find((object) => object.image_id === imageId && object.kind !== 'image_label')
  return drawn ? { sopInstanceUid: drawn.sop_instance_uid, frame: drawn.frame } : null
}

/** The case after this one in the queue of what waits. */
function useNext(setId: string, sampleId: string): string | undefined {
  const queue = useQuery(queueQuery(setId, 'open'))
  return useMemo(() => {
    const waiting = queue.data?.items.map(({ sample }) => sample.id) ?? []
    const others = waiting.filter((id) => id !== sampleId)
    return waiting[waiting.indexOf(sampleId) + 1] ?? others[0]
  }, [queue.data, sampleId])
}
