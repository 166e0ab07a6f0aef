import type { Sample } from '@/api/types'
import { useText } from '../messages'
import classes from './room.module.css'
import type { LinkedPanes } from './use-linked-panes'

interface RoomBarProps {
  setName: string
  sample: Sample
  imageId: string
  onImage: (imageId: string) => void
  panes: LinkedPanes
  onNext: (() => void) | undefined
  onExit: () => void
}

export function RoomBar({ setName, sample, imageId, onImage, panes, onNext, onExit }: RoomBarProps) {
  const t = useText()
  return (
    <header className={classes['bar']}>
      <button type="button" className={classes['button']} onClick={onExit}>
        {t('back')}
      </button>
      <h1>{sample.title}</h1>
      <span className={classes['dim']}>{setName}</span>
      {sample.images.length > 1 && (
        <select
          aria-label={t('image')}
          className={classes['select']}
          value={imageId}
          onChange={(event) => onImage(event.currentTarget.value)}
        >
          {sample.images.map(({ id, modality, position }) => (
            <option key={id} value={id}>
              {position} · {modality}
            </option>
          ))}
        </select>
      )}
      <span className={classes['spring']} />
      <label className={classes['field']}>
        <input
          type="checkbox"
          checked={panes.isLinked}
          onChange={(event) => panes.setLinked(event.currentTarget.checked)}
        />
        {t('linked')}
      </label>
      {onNext && (
        <button type="button" className={classes['button']} onClick={onNext}>
          {t('next')}
        </button>
      )}
    </header>
  )
}
