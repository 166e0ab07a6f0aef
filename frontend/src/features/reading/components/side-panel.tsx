import type { TFunction } from 'i18next'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { scaleUnder } from '@/viewer/calibration'
import { isShapeTool } from '@/viewer/drawing'
import { useFactLines } from '@/viewer/measuring/use-fact-lines'
import { sizeText } from '@/viewer/measure'
import { isOn } from '@/viewer/shapes'
import { maskSize } from '../masks/mask-size'
import type { Label } from '../model/examination'
import { fullestPlace } from '../model/masks'
import { toolsFor } from '../model/keymap'
import { syncStateOf } from '../model/queue'
import { knownMmOf, readerScale, scaleOfReader } from '../model/reader-scale'
import { isShown } from '../model/sources'
import shared from '../reading.module.css'
import { useKeyText } from '../use-keymap'
import type { RoomState } from '../use-room'
import type { Training } from '../use-training'
import { BroughtInList } from './brought-in-list'
import { ImageAttributes } from './image-attributes'
import { LabelList } from './label-list'
import { LesionList } from './lesion-list'
import { ObjectList } from './object-list'
import type { ReadObject } from './read-object'
import { ReadingFlags } from './reading-flags'
import { RegionList } from './region-list'
import { Refusals } from './refusals'
import { TrainingFeedback } from './training-feedback'

interface SidePanelProps {
  room: RoomState
  labels: readonly Label[]
  training: Training
}

/** What the reader says about the sample. */
export function SidePanel({ room, labels, training }: SidePanelProps) {
  const { t } = useTranslation('reading')
  const keyText = useKeyText()
  const { reading, examination, image, snapshot, session } = room
  const isReadOnly = examination === null
  const draws = room.allowed.filter((kind) => kind !== 'image_label')
  const objects = useObjects(room, labels)
  const keys = toolsFor(room.allowed)
    .flatMap((tool) => (isShapeTool(tool) ? keyText(`tool-${tool}`) || [] : []))
    .join(' / ')
  return (
    <aside className={shared.panel} aria-label={t('panel.title')} data-region="panel">
      {room.openingError && (
        <p className={shared.reason} role="alert">
          {room.openingError.detail} {room.openingError.status === 403 && t('panel.readOnly')}
        </p>
      )}
      {snapshot && session && (
        <Refusals
          entries={snapshot.queue.entries}
          onRetry={() => session.retryFailed()}
          onDiscard={(id) => session.discard(id)}
        />
      )}
      <TrainingFeedback training={training} labels={labels} onNext={room.finish} />
      <LabelList
        labels={[...room.labels, ...archivedOn(room, labels)]}
        chosen={reading.label}
        isClassification={draws.length === 0}
        isReadOnly={isReadOnly}
        isOnImage={(label) => image !== undefined && reading.hasImageLabel(label, image)}
        onChoose={reading.chooseLabel}
        onToggle={(label) => image && reading.toggleImageLabel(label, image)}
      />
      <ImageAttributes room={room} labels={labels} />
      {draws.length > 0 && (
        <ObjectList
          objects={objects}
          labels={room.labels}
          selectedId={reading.selected?.id ?? null}
          isReadOnly={isReadOnly}
          hint={t('panel.noObjectsHint', { keys })}
          showsPicture={(room.view?.stack.frames.length ?? 1) > 1}
          onSelect={(id) => {
            const annotation = examination?.annotations.find((each) => each.id === id)
            if (annotation) room.reveal(annotation)
          }}
          spacing={spacingText(room, t)}
          onRelabel={reading.relabel}
          onComment={reading.comment}
          onSay={reading.say}
          onHide={room.care.toggleHidden}
          onLock={room.care.toggleLocked}
          onKnow={reading.know}
          onDelete={reading.remove}
        />
      )}
      {draws.length > 0 && <LesionList room={room} />}
      <BroughtInList brought={room.broughtIn} />
      <RegionList regions={room.regions} toggle={room.toggleRegion} />
      <ReadingFlags examination={examination} isReadOnly={isReadOnly} onChange={reading.setFlag} />
    </aside>
  )
}

/** An archived label that the image has is still shown, so that it can be taken away. */
function archivedOn({ reading, image }: RoomState, labels: readonly Label[]): Label[] {
  return labels.filter((label) => label.archived_at && image && reading.hasImageLabel(label, image))
}

/** Millimetres are told only where something says what a pixel stands for. */
function spacingText({ view, image, examination }: RoomState, t: TFunction<'reading'>): string {
  if (!view) return ''
  const said = readerScale(examination?.annotations ?? [], image?.id ?? '', view.frame)
  const calibration = said ?? view.frame.calibration
  return calibration
    ? t('panel.sizesInMm', { source: t(`spacing.${calibration.from}`) })
    : t('panel.sizesInPx')
}

function useObjects(
  { examination, snapshot, view, image, care }: RoomState,
  labels: readonly Label[],
): ReadObject[] {
  const factLines = useFactLines()
  const { t } = useTranslation('reading')
  return useMemo(() => {
    if (!examination || !snapshot) return []
    const frames = view?.stack.frames ?? []
    const scales = scaleOfReader(examination.annotations, image?.id ?? '')
    return examination.annotations.flatMap((annotation): ReadObject[] => {
      const { id, geometry, label_id, image_id, sop_instance_uid, frame, comment, attributes } = annotation
      if (geometry.kind === 'image_label' || image_id !== image?.id) return []
      const voxels = snapshot.masks.get(id)
      const drawnAt = { sopInstanceUid: sop_instance_uid, frame }
      const place = isShown(geometry) ? drawnAt : fullestPlace(voxels)
      const at = frames.findIndex((each) => place && isOn(each, place))
      const drawn = isShown(geometry) ? geometry : null
      const scale = drawn && frames[at] ? scaleUnder(frames[at], drawn, scales(frames[at])) : null
      const { state, reason } = syncStateOf(snapshot.queue, id)
      return [
        {
          id,
          kind: geometry.kind,
          label: labels.find((label) => label.id === label_id) ?? null,
          size: drawn
            ? sizeText(drawn, scale)
            : maskSize(annotation, voxels, frames[at]?.calibration ?? null, t),
          knownMm: knownMmOf(geometry),
          facts: drawn && view && at === view.index ? factLines(view, drawn, scale) : [],
          picture: at < 0 ? null : at + 1,
          comment,
          attributes,
          isHidden: care.isHidden(id),
          isLocked: care.isLocked(id),
          sync: state,
          reason,
        },
      ]
    })
  }, [examination, snapshot, view, image, labels, care, factLines, t])
}
