/** One cell of the stage: an image of the sample with what is drawn on it. */
import { lazy, Suspense, useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { PaintingProps } from '@/viewer/masks/paint-hand'
import { pinShapes } from '@/viewer/pins'
import type { Shape } from '@/viewer/shapes'
import type { ImageSource } from '@/viewer/sources'
import type { View } from '@/viewer/view'
import type { ViewportHandle } from '@/viewer/viewport-handle'
import { usePastMasks, useShownMasks } from '../masks/shown-masks'
import { noMasks } from '../model/masks'
import { scaleOfReader } from '../model/reader-scale'
import { shapesOn } from '../model/sources'
import room from '../room.module.css'
import type { Cell } from './arrangement'
import { CineBar } from './cine-bar'
import { DRAGGED_IMAGE } from './image-tab'
import { priorName } from './prior-name'
import type { StageProps } from './stage'
import styles from './stage.module.css'
import type { Showable } from './showables'

const ImageViewport = lazy(async () => ({ default: (await import('@/viewer')).ImageViewport }))

interface CellProps extends StageProps {
  index: number
  cell: Cell
}

export function StageCell(props: CellProps) {
  const { index, cell } = props
  const { t } = useTranslation('reading')
  const { stage } = props.room
  const showable = stage.showables.find(({ id }) => id === cell.imageId)
  const activate = () => stage.activate(index)
  return (
    <div
      className={styles.cell}
      data-active={index === stage.arrangement.active}
      onPointerDownCapture={activate}
      onFocusCapture={activate}
      onWheelCapture={activate}
      onDragOver={(event) => {
        if (event.dataTransfer.types.includes(DRAGGED_IMAGE)) event.preventDefault()
      }}
      onDrop={(event) => {
        event.preventDefault()
        stage.showIn(index, event.dataTransfer.getData(DRAGGED_IMAGE))
      }}
    >
      {showable?.prior && <p className={styles.prior}>{priorName(showable.prior, t)}</p>}
      {showable?.source ? (
        <Suspense fallback={<p className={room.noPicture}>{t('save.loading')}</p>}>
          <Picture {...props} showable={showable} source={showable.source} />
        </Suspense>
      ) : (
        <p className={room.noPicture}>{t(cell.imageId === null ? 'stage.empty' : 'noSource')}</p>
      )}
      {showable && showable.frameCount > 1 && (
        <CineBar stage={stage} cell={index} count={showable.frameCount} />
      )}
    </div>
  )
}

interface PictureProps extends CellProps {
  showable: Showable
  source: ImageSource
}

function Picture({ index, cell, room, past, labels, pins, showable, source }: PictureProps) {
  const { t } = useTranslation('reading')
  const { stage, examination, reading, sample, assist } = room
  const { image, prior } = showable
  const shapes = useShapes({ room, past, labels, pins }, showable.id)
  const { handles, tellView } = stage
  const annotations = (past ?? examination)?.annotations
  const scales = useMemo(() => scaleOfReader(annotations ?? [], showable.id), [annotations, showable.id])
  const register = useCallback(
    (handle: ViewportHandle | null) => handles.register(index, handle),
    [handles, index],
  )
  const tell = useCallback((view: View) => tellView(index, view), [tellView, index])
  const painting = usePainting({ room, past, labels, pins }, showable)
  const overlays = useMemo(
    () => [...room.overlays, ...assist.overlaysOn(showable.id)],
    [room.overlays, assist, showable.id],
  )
  const isClosed = image === null || (!pins.isPinning && (examination === null || past !== null))
  return (
    <ImageViewport
      ref={register}
      source={source}
      startAt={cell.startAt}
      ahead={stage.ahead}
      label={prior ? priorName(prior, t) : sample.title}
      patientLabel={sample.patient_label ?? ''}
      tool={pins.isPinning ? 'point' : room.tool}
      drawColor={reading.label?.color ?? '#999999'}
      shapes={shapes}
      overlays={overlays}
      painting={painting}
      selectedId={reading.selected?.id ?? null}
      isReadOnly={isClosed}
      onEdit={(edit, place) => {
        if (!image || pins.take(edit, place, image.id) || assist.take(edit, place, image)) return
        reading.edit(edit, image, place)
      }}
      scaleOfReader={scales}
      hasMagnifier={room.magnifier.isOn}
      onView={tell}
    />
  )
}

function useShapes({ room, past, labels, pins }: StageProps, imageId: string): Shape[] {
  const { examination, care } = room
  const annotations = (past ?? examination)?.annotations
  return useMemo(() => {
    const drawn = annotations ? shapesOn(imageId, annotations, labels, care) : []
    return [...drawn, ...pinShapes(pins.pins, imageId)]
  }, [imageId, annotations, labels, care, pins.pins])
}

/** What lies on the image as masks, and what paints there. */
function usePainting({ room, past, labels, pins }: StageProps, { id, image }: Showable): PaintingProps {
  const { examination, snapshot, care, masks, reading, broughtIn } = room
  const pastMasks = usePastMasks(past, examination)
  const masksOn = useShownMasks({
    imageId: id,
    annotations: (past ?? examination)?.annotations,
    masks: past ? pastMasks : (snapshot?.masks ?? noMasks),
    labels,
    care,
    selectedId: reading.selected?.id ?? null,
    broughtIn: broughtIn.masks,
  })
  const isOpen = image !== null && past === null && !pins.isPinning
  return {
    masksOn,
    maskOpacity: masks.settings.opacity / 100,
    paint: isOpen ? masks.paintOver(id, labels) : null,
    onPaint: (edit) => image && masks.painted(edit, image),
    onPaintTrouble: room.tell,
  }
}
