/** The state of the room: which sample and image, what is in hand, what is shown. */
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState, type RefObject } from 'react'
import type { Tool, ViewportHandle } from '@/viewer/image-viewport'
import type { Place } from '@/viewer/shapes'
import type { ImageSource } from '@/viewer/sources'
import type { View } from '@/viewer/stack-view'
import { saysSomething, type Annotation, type Examination } from './model/examination'
import { itemsQuery, type PackageItem, type ReadingPackage } from './model/server'
import { imagesOf, neighbours, sourceOf } from './model/sources'
import { ALLOWED } from './model/tasks'
import { useReading, type Note } from './use-reading'
import { useSavingState, useSession, useSessions, useSnapshot } from './use-sessions'

export interface RoomProps {
  opened: ReadingPackage
  items: readonly PackageItem[]
  sampleId: string | undefined
  onSampleChange(this: void, id: string): void
  onExit(this: void): void
}

interface OnScreen {
  readonly sampleId: string
  readonly imageIndex: number
  readonly startAt: Place | null
}

const NOTE_MS = 4_000

function indexOf(items: readonly PackageItem[], sampleId: string | undefined): number {
  const asked = items.findIndex(({ sample }) => sample.id === sampleId)
  if (asked >= 0) return asked
  return Math.max(
    0,
    items.findIndex(({ state }) => state !== 'done'),
  )
}

export type RoomState = ReturnType<typeof useRoom>

export function useRoom(
  { opened, items, sampleId, onSampleChange }: RoomProps,
  viewport: RefObject<ViewportHandle | null>,
) {
  const index = indexOf(items, sampleId)
  const { sample } = items[index]!
  const images = useMemo(() => imagesOf(sample), [sample])
  const [onScreen, setOnScreen] = useState<OnScreen>({ sampleId: sample.id, imageIndex: 0, startAt: null })
  const here =
    onScreen.sampleId === sample.id ? onScreen : { sampleId: sample.id, imageIndex: 0, startAt: null }
  const image = images[here.imageIndex]
  const [tool, setTool] = useState<Tool>('select')
  const [view, setView] = useState<View | null>(null)
  const [note, tell] = useNote()

  const sessions = useSessions(opened.me.id)
  const opening = useSession(sessions, opened.package.id, sample.id)
  const session = opening.data ?? null
  const snapshot = useSnapshot(opening.data)
  const examination = snapshot?.examination ?? null
  const saving = useSavingState(sessions)
  const reading = useReading(sample.id, examination, session, opened.labels, tell)

  useEffect(() => {
    if (sample.id !== sampleId) onSampleChange(sample.id)
  }, [sample.id, sampleId, onSampleChange])
  const showProgress = useShowProgress(opened.package.id, examination)

  const goToSample = useCallback(
    (by: number) => {
      const next = items[index + by]
      if (next) onSampleChange(next.sample.id)
      else tell(by < 0 ? 'first' : 'last')
    },
    [items, index, onSampleChange, tell],
  )
  const showImage = useCallback(
    (imageIndex: number, startAt: Place | null = null) => {
      if (imageIndex >= 0 && imageIndex < images.length)
        setOnScreen({ sampleId: sample.id, imageIndex, startAt })
    },
    [images.length, sample.id],
  )
  const finish = useCallback(() => {
    if (!session || !examination) return tell('notReady')
    if (!saysSomething(examination)) return tell('nothingRead')
    if (examination.state !== 'done') session.setState('done')
    showProgress(session.getSnapshot().examination)
    const isOpen = ({ state }: PackageItem, i: number) => i !== index && state !== 'done'
    const after = items.findIndex((item, i) => i > index && isOpen(item, i))
    const next = items[after >= 0 ? after : items.findIndex(isOpen)]
    if (next) onSampleChange(next.sample.id)
    else tell('finished')
  }, [session, examination, items, index, onSampleChange, tell, showProgress])
  const reveal = useCallback(
    (annotation: Annotation) => {
      reading.select(annotation.id)
      if (annotation.kind === 'image_label') return
      const place = { sopInstanceUid: annotation.sop_instance_uid, frame: annotation.frame }
      const imageIndex = images.findIndex(({ id }) => id === annotation.image_id)
      if (imageIndex === here.imageIndex) viewport.current?.goTo(place)
      else showImage(imageIndex, place)
    },
    [reading, images, here.imageIndex, showImage, viewport],
  )

  const { source, ahead } = useMemo(() => {
    const of = (item: PackageItem) =>
      imagesOf(item.sample).flatMap((each) => sourceOf(each, opened.set.id) ?? [])
    const own: ImageSource[] = images.flatMap((each) => sourceOf(each, opened.set.id) ?? [])
    const shown = image ? sourceOf(image, opened.set.id) : null
    const others = neighbours(items, index).flatMap((item) => of(item).slice(0, 1))
    return { source: shown, ahead: [...own.filter(({ id }) => id !== shown?.id), ...others] }
  }, [items, index, images, image, opened.set.id])

  return {
    index,
    sample,
    images,
    imageIndex: here.imageIndex,
    image,
    source,
    ahead,
    startAt: here.startAt,
    tool,
    setTool,
    view: view?.stack.sourceId === image?.id ? view : null,
    setView,
    note,
    tell,
    session,
    snapshot,
    examination,
    openingError: opening.error,
    saving,
    hurry: () => sessions?.hurry(),
    reading,
    allowed: ALLOWED[opened.set.task],
    goToSample,
    showImage,
    finish,
    reveal,
  }
}

/** One short sentence at a time, which goes away by itself. */
function useNote(): [Note | null, (note: Note) => void] {
  const [note, setNote] = useState<{ note: Note } | null>(null)
  useEffect(() => {
    if (!note) return
    const timer = setTimeout(() => setNote(null), NOTE_MS)
    return () => clearTimeout(timer)
  }, [note])
  const tell = useCallback((next: Note) => setNote({ note: next }), [])
  return [note?.note ?? null, tell]
}

/** The rail shows what this reader did, without asking the server again. */
function useShowProgress(packageId: string, examination: Examination | null): (now: Examination) => void {
  const queryClient = useQueryClient()
  const show = useCallback(
    ({ sample_id, state, annotations }: Examination) => {
      const here = { state, annotation_count: annotations.length }
      queryClient.setQueryData(itemsQuery(packageId).queryKey, (items) =>
        items?.map((item) => (item.sample.id === sample_id ? { ...item, ...here } : item)),
      )
    },
    [queryClient, packageId],
  )
  const key = examination && `${examination.sample_id} ${examination.state} ${examination.annotations.length}`
  const latest = useRef(examination)
  useEffect(() => {
    latest.current = examination
  })
  useEffect(() => {
    if (key && latest.current) show(latest.current)
  }, [key, show])
  return show
}
