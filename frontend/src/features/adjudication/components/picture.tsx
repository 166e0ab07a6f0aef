import { lazy, Suspense, useCallback, useMemo, useState } from 'react'
import type { Label, ReadingSet, SampleImage } from '@/api/types'
import type { Edit } from '@/viewer/drawing'
import type { Tool } from '@/viewer'
import { sourceOf } from '@/viewer/sample-source'
import { pinShapes } from '@/viewer/pins'
import type { Place, Shape } from '@/viewer/shapes'
import type { View } from '@/viewer/view'
import type { Pins } from '@/viewer/use-pins'
import type { ViewportHandle } from '@/viewer/viewport-handle'
import type { AnonymousObject } from '../api'
import { useText } from '../messages'
import classes from './room.module.css'
import type { LinkedPanes } from './use-linked-panes'

const ImageViewport = lazy(async () => ({ default: (await import('@/viewer')).ImageViewport }))

export interface PaneProps {
  set: ReadingSet
  labels: readonly Label[]
  image: SampleImage | undefined
  startAt: Place | null
  title: string
  panes: LinkedPanes
  pins: Pins
}

interface PictureProps extends PaneProps {
  name: string
  /** The reader whose picture it is. */
  alias?: string
  objects: readonly AnonymousObject[]
  selectedId: string | null
  tool?: Tool
  drawColor?: string
  onEdit: (edit: Edit, place: Place) => void
  onHandle?: (handle: ViewportHandle | null) => void
}

/** One pane's picture with what is drawn on it. */
export function Picture(props: PictureProps) {
  const t = useText()
  const { name, set, image, objects, labels, panes, onHandle } = props
  const source = useMemo(() => image && sourceOf(image, set.id), [image, set.id])
  const { pins, isPinning, take: takePin } = props.pins
  const shapes = useMemo(
    () => [...shapesOf(objects, image?.id, labels), ...pinShapes(pins, image?.id)],
    [objects, image?.id, labels, pins],
  )
  const [ahead] = useState([])
  const { register, tellView } = panes
  const take = useCallback(
    (handle: ViewportHandle | null) => {
      register(name, handle)
      onHandle?.(handle)
    },
    [register, name, onHandle],
  )
  const tell = useCallback((view: View) => tellView(name, view), [tellView, name])
  if (!source) return <p className={classes['hint']}>{t('noPicture')}</p>
  return (
    <div
      className={classes['picture']}
      onPointerEnter={() => panes.lead(name)}
      onFocus={() => panes.lead(name)}
    >
      <Suspense fallback={<p className={classes['hint']}>{t('loading')}</p>}>
        <ImageViewport
          ref={take}
          source={source}
          startAt={props.startAt}
          ahead={ahead}
          label={`${name}, ${props.title}`}
          patientLabel=""
          tool={isPinning ? 'point' : (props.tool ?? 'select')}
          drawColor={props.drawColor ?? '#999999'}
          shapes={shapes}
          overlays={[]}
          selectedId={props.selectedId}
          isReadOnly={props.tool === undefined && !isPinning}
          onEdit={(edit, place) => {
            if (!image || takePin(edit, place, image.id, props.alias ?? null)) return
            if (!isPinning || edit.type === 'select') props.onEdit(edit, place)
          }}
          onView={tell}
        />
      </Suspense>
    </div>
  )
}

function shapesOf(
  objects: readonly AnonymousObject[],
  imageId: string | undefined,
  labels: readonly Label[],
): Shape[] {
  return objects.flatMap(
    ({ id, geometry, image_id: on, sop_instance_uid: uid, frame, label_id: labelId }) => {
      if (geometry.kind === 'image_label' || geometry.kind === 'mask' || on !== imageId) return []
      const label = labels.find((one) => one.id === labelId)
      const place = { sopInstanceUid: uid, frame }
      return [
        {
          id,
          geometry,
          ...place,
          label: label?.name ?? '?',
          color: label?.color ?? '#999999',
          isLocked: false,
        },
      ]
    },
  )
}
