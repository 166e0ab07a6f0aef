import type { DragEvent } from 'react'
import { useTranslation } from 'react-i18next'
import shared from '../reading.module.css'
import type { Showable } from './showables'
import type { Stage } from './use-stage'

/** What is dragged from a tab to a cell. */
export const DRAGGED_IMAGE = 'application/x-isocenter-image'

export const draggedFrom = (id: string) => ({
  draggable: true,
  onDragStart: ({ dataTransfer }: DragEvent) => {
    dataTransfer.setData(DRAGGED_IMAGE, id)
    dataTransfer.effectAllowed = 'copy'
  },
})

interface ImageTabProps {
  showable: Showable
  index: number
  stage: Stage
}

/** Shows an image in the active cell, or in the one that it is dragged to. */
export function ImageTab({ showable: { id, image }, index, stage }: ImageTabProps) {
  const { t } = useTranslation('reading')
  const { cells, active } = stage.arrangement
  return (
    <button
      type="button"
      className={shared.tool}
      aria-pressed={cells[active]?.imageId === id}
      {...draggedFrom(id)}
      onClick={() => stage.showIn(active, id)}
    >
      {t('image', { index: index + 1 })} <span className={shared.dim}>{image?.modality ?? image?.role}</span>
    </button>
  )
}
