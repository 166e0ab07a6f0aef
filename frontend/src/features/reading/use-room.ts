/** The state of the room: which sample and image, what is in hand, what is shown. */
import { useEffect, useMemo, type ReactNode } from 'react'
import type { CommentSlot } from '@/viewer/pins'
import { useAssist } from './assist/use-assist'
import { firstMissing } from './model/attributes'
import { saysSomething, type Annotation } from './model/examination'
import { fullestPlace } from './model/masks'
import { nextOpen, startIndex } from './model/progress'
import type { PackageItem, ReadingPackage } from './model/server'
import { offered } from './model/sources'
import { ALLOWED } from './model/tasks'
import { useStage } from './stage/use-stage'
import { useMasks } from './masks/use-masks'
import { useBroughtIn } from './use-brought-in'
import { useCare } from './use-care'
import { useMagnifier } from './use-magnifier'
import { useNote } from './use-note'
import { useShowProgress } from './use-progress'
import { useReading } from './use-reading'
import { useRegions } from './use-regions'
import { useTool } from './use-tool'
import { useSavingState, useSession, useSessions, useSnapshot } from './use-sessions'

export interface RoomProps {
  opened: ReadingPackage
  items: readonly PackageItem[]
  sampleId: string | undefined
  onSampleChange(this: void, id: string): void
  onExit(this: void): void
  /** What is said about the images of a sample. */
  comments?: ((slot: CommentSlot) => ReactNode) | undefined
  /** A case that is done stays on screen until it is left: the reader is told how it was. */
  staysWhenDone?: boolean
}

export type RoomState = ReturnType<typeof useRoom>

export function useRoom({ opened, items, sampleId, onSampleChange, staysWhenDone = false }: RoomProps) {
  const index = startIndex(items, sampleId)
  const onStage = useStage(items, index, opened.set)
  const { sample, images, image, view, showImage } = onStage
  const care = useCare()
  const magnifier = useMagnifier()
  const tools = useTool(ALLOWED[opened.set.task])
  const [note, tell] = useNote()

  const sessions = useSessions(opened.me.id)
  const opening = useSession(sessions, opened.package.id, sample.id)
  const session = opening.data ?? null
  const snapshot = useSnapshot(opening.data)
  const examination = snapshot?.examination ?? null
  const labels = useMemo(() => offered(opened.labels), [opened.labels])
  const reading = useReading(sample.id, examination, session, labels, care, tell)
  const masks = useMasks({
    examination,
    session,
    snapshot,
    reading,
    care,
    tool: tools.tool,
    view,
    image,
    tell,
  })
  const assist = useAssist({ view, image, ...tools, reading, session, tell })
  const { regions, overlays, toggle: toggleRegion } = useRegions(sample.id, view)
  const at = { setId: opened.set.id, sample, image, examination, session }
  const broughtIn = useBroughtIn({ ...at, labels: opened.labels })
  const showProgress = useShowProgress(opened.package.id, examination)
  const saving = useSavingState(sessions)

  useEffect(() => {
    if (sample.id !== sampleId) onSampleChange(sample.id)
  }, [sample.id, sampleId, onSampleChange])

  const goToSample = (by: number) => {
    const next = items[index + by]
    if (next) onSampleChange(next.sample.id)
    else tell(by < 0 ? 'first' : 'last')
  }
  const finish = () => {
    if (!session || !examination) return tell('notReady')
    if (!saysSomething(examination)) return tell('nothingRead')
    const lacking = firstMissing(examination.annotations, opened.labels)
    if (lacking) {
      reveal(lacking.annotation)
      return tell('attributeMissing')
    }
    const wasDone = examination.state === 'done'
    if (!wasDone) session.setState('done')
    showProgress(session.getSnapshot().examination)
    if (staysWhenDone && !wasDone) return
    const next = nextOpen(items, index)
    if (next) onSampleChange(next.sample.id)
    else tell('finished')
  }
  /** Select an object and go to the picture it is on. */
  const reveal = (annotation: Annotation) => {
    reading.select(annotation.id)
    const drawnAt = { sopInstanceUid: annotation.sop_instance_uid, frame: annotation.frame }
    const place = annotation.kind === 'mask' ? fullestPlace(snapshot?.masks.get(annotation.id)) : drawnAt
    showImage(
      images.findIndex(({ id }) => id === annotation.image_id),
      place,
    )
  }

  return {
    ...onStage,
    /** Those that new objects may get. */
    labels,
    index,
    ...tools,
    assist,
    care,
    magnifier,
    masks,
    regions,
    overlays: [...overlays, ...broughtIn.overlays],
    broughtIn,
    toggleRegion,
    note,
    tell,
    session,
    snapshot,
    examination,
    openingError: opening.error,
    saving,
    hurry: () => sessions?.hurry(),
    reading,
    goToSample,
    finish,
    reveal,
  }
}
