/** The pictures of a sample side by side; the one that is acted on has the tools and the keys. */
import { useTranslation } from 'react-i18next'
import type { Pins } from '@/viewer/use-pins'
import { ErrorBoundary } from '../components/error-boundary'
import type { Examination, Label } from '../model/examination'
import room from '../room.module.css'
import type { RoomState } from '../use-room'
import { StageCell } from './cell'
import styles from './stage.module.css'

export interface StageProps {
  room: RoomState
  /** The version that is looked at, if it is not the last. */
  past: Examination | null
  labels: readonly Label[]
  pins: Pins
}

export function Stage(props: StageProps) {
  const { t } = useTranslation('reading')
  const { layout, cells } = props.room.stage.arrangement
  return (
    <ErrorBoundary fallback={<p className={room.noPicture}>{t('viewerFailed')}</p>}>
      <div className={styles.stage} data-layout={layout}>
        {cells.map((cell, i) => (
          <StageCell key={i} index={i} cell={cell} {...props} />
        ))}
      </div>
    </ErrorBoundary>
  )
}
