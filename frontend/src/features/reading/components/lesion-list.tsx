import { useTranslation } from 'react-i18next'
import { longAxisOf, NEW_LESION, targetSum, type Lesion, type Size } from '../model/lesions'
import shared from '../reading.module.css'
import { useLesions } from '../use-lesions'
import type { RoomState } from '../use-room'
import styles from './lesion-list.module.css'

const NONE = ''

/** Objects that are one lesion: over slices, images and, by the same UID, over time. */
export function LesionList({ room }: { room: RoomState }) {
  const { t } = useTranslation('reading')
  const { lesions, pixelUnder, show } = useLesions(room)
  const { reading, examination } = room
  const selected = reading.selected?.kind === 'image_label' ? null : reading.selected
  if (!lesions.length && !selected) return null
  const sum = targetSum(lesions, pixelUnder)
  return (
    <section aria-label={t('lesions.title')}>
      <h2>{t('lesions.title')}</h2>
      {selected && (
        <LesionChoice
          lesions={lesions}
          value={selected.tracking_uid}
          isReadOnly={examination === null}
          onChoose={(uid) => reading.follow(selected.id, uid)}
        />
      )}
      <ul className={styles.lesions}>
        {lesions.map((lesion) => (
          <li key={lesion.trackingUid} data-selected={lesion.trackingUid === selected?.tracking_uid}>
            <LesionRow
              lesion={lesion}
              size={longAxisOf(lesion, pixelUnder)}
              isReadOnly={examination === null}
              onShow={() => show(lesion)}
              onTarget={(isTarget) => reading.setTarget(lesion.trackingUid, isTarget)}
            />
          </li>
        ))}
      </ul>
      {sum && (
        <p className={shared.hint}>
          {t('lesions.sum', { size: sum.mm.toFixed(1) })}{' '}
          {sum.without.length > 0 &&
            t('lesions.without', { count: sum.without.length, numbers: sum.without.join(', ') })}
        </p>
      )}
    </section>
  )
}

interface LesionChoiceProps {
  lesions: readonly Lesion[]
  value: string | null
  isReadOnly: boolean
  onChoose(this: void, uid: string | null): void
}

/** Which lesion the selected object is part of. */
function LesionChoice({ lesions, value, isReadOnly, onChoose }: LesionChoiceProps) {
  const { t } = useTranslation('reading')
  return (
    <select
      className={styles.choice}
      aria-label={t('lesions.same')}
      disabled={isReadOnly}
      value={value ?? NONE}
      onChange={(event) => onChoose(event.target.value || null)}
    >
      <option value={NONE}>{t('lesions.none')}</option>
      {lesions.map(({ trackingUid, number }) => (
        <option key={trackingUid} value={trackingUid}>
          {t('lesions.one', { number })}
        </option>
      ))}
      <option value={NEW_LESION}>{t('lesions.new', { number: lesions.length + 1 })}</option>
    </select>
  )
}

interface LesionRowProps {
  lesion: Lesion
  size: Size | null
  isReadOnly: boolean
  onShow(this: void): void
  onTarget(this: void, isTarget: boolean): void
}

function LesionRow({ lesion, size, isReadOnly, onShow, onTarget }: LesionRowProps) {
  const { t } = useTranslation('reading')
  const { number, objects, isTarget } = lesion
  const told = size ? `${size.value.toFixed(1)} ${size.unit}` : t('lesions.unmeasured')
  return (
    <div className={styles.lesion}>
      <button type="button" className={styles.name} title={t('lesions.show', { number })} onClick={onShow}>
        <span>{t('lesions.one', { number })}</span>
        <span className={shared.dim}>{t('lesions.objects', { count: objects.length })}</span>
        <span className={styles.size}>{told}</span>
      </button>
      <label className={styles.target}>
        <input
          type="checkbox"
          checked={isTarget}
          disabled={isReadOnly}
          aria-label={t('lesions.targetLabel', { number })}
          onChange={(event) => onTarget(event.target.checked)}
        />
        {t('lesions.target')}
      </label>
    </div>
  )
}
