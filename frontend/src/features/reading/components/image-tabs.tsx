import { useTranslation } from 'react-i18next'
import type { SampleImage } from '../model/examination'
import shared from '../reading.module.css'
import styles from '../room.module.css'

interface ImageTabsProps {
  images: readonly SampleImage[]
  index: number
  onShow(this: void, index: number): void
}

/** The images of a sample that has several. */
export function ImageTabs({ images, index, onShow }: ImageTabsProps) {
  const { t } = useTranslation('reading')
  if (images.length < 2) return null
  return (
    <div className={styles.tabs} role="group" aria-label={t('images')}>
      {images.map((image, i) => (
        <button
          key={image.id}
          type="button"
          className={shared.tool}
          aria-pressed={i === index}
          onClick={() => onShow(i)}
        >
          {t('image', { index: i + 1 })} <span className={shared.dim}>{image.modality ?? image.role}</span>
        </button>
      ))}
    </div>
  )
}
