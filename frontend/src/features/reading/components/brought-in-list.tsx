import { IconCheck, IconDownload } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import shared from '../reading.module.css'
import type { BroughtIn } from '../use-brought-in'
import styles from './object-list.module.css'

/** What files brought in say of this image; nothing of it is the reader's before they take it over. */
export function BroughtInList({ brought }: { brought: BroughtIn }) {
  const { t } = useTranslation('reading')
  const { objects, areShown, isReadOnly, toggle, take } = brought
  if (objects.length === 0) return null
  const left = objects.filter(({ isTaken }) => !isTaken).map(({ object }) => object.id)
  return (
    <section aria-label={t('broughtIn.title')}>
      <h2>{t('broughtIn.title')}</h2>
      <label className={shared.hint}>
        <input type="checkbox" checked={areShown} onChange={toggle} /> {t('broughtIn.show')}
      </label>
      <ul className={styles.objects}>
        {objects.map(({ object, author, label, isTaken }) => (
          <li key={object.id}>
            <div className={styles.object}>
              <span className={styles.name}>
                {label?.name ?? '?'} <span className={shared.dim}>{author ?? t('broughtIn.unknown')}</span>
              </span>
              {isTaken ? (
                <span className={shared.dim}>
                  <IconCheck size={14} aria-hidden /> {t('broughtIn.taken')}
                </span>
              ) : (
                <button
                  type="button"
                  className={shared.quiet}
                  aria-label={t('broughtIn.take', { label: label?.name ?? '?' })}
                  title={t('broughtIn.take', { label: label?.name ?? '?' })}
                  disabled={isReadOnly}
                  onClick={() => take([object.id])}
                >
                  <IconDownload size={14} aria-hidden />
                </button>
              )}
            </div>
          </li>
        ))}
      </ul>
      {left.length > 1 && (
        <button type="button" className={shared.quiet} disabled={isReadOnly} onClick={() => take(left)}>
          {t('broughtIn.takeAll', { number: left.length })}
        </button>
      )}
    </section>
  )
}
