import { useTranslation } from 'react-i18next'
import shared from '../reading.module.css'
import type { Regions } from '../use-regions'
import styles from './label-list.module.css'

/** What others outlined on these images, to be laid over the picture. */
export function RegionList({ regions, toggle }: Pick<Regions, 'regions' | 'toggle'>) {
  const { t } = useTranslation('reading')
  if (!regions.length) return null
  return (
    <section aria-label={t('regions.title')}>
      <h2>{t('regions.title')}</h2>
      <ul>
        {regions.map(({ region, color, isShown, hasFailed }) => (
          <li key={region.id}>
            <label className={styles.label}>
              <input type="checkbox" checked={isShown} onChange={() => toggle(region.id)} />
              <span className={styles.swatch} style={{ backgroundColor: color }} aria-hidden />
              <span className={styles.labelName}>{region.name}</span>
              <span className={shared.dim}>{t(`regions.origin.${region.origin}`)}</span>
            </label>
            {hasFailed && <p className={shared.reason}>{t('regions.failed')}</p>}
          </li>
        ))}
      </ul>
    </section>
  )
}
