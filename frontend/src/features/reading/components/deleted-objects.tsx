import { useTranslation } from 'react-i18next'
import { formatAgo } from '@/lib/format'
import shared from '../reading.module.css'
import type { Past } from '../use-past'
import styles from './history-panel.module.css'

/** What is gone, and who took it away; each comes back as it was. */
export function DeletedObjects({ past }: { past: Past }) {
  const { t } = useTranslation('reading')
  const gone = past.objects.filter((object) => !object.is_there)
  if (!gone.length) return null
  return (
    <section aria-label={t('history.deleted')}>
      <h2>{t('history.deleted')}</h2>
      <ul>
        {gone.map(({ id, changed_by, changed_at, version }) => {
          const said = { name: changed_by.name, when: formatAgo(changed_at) }
          return (
            <li key={id} className={styles.gone}>
              <span className={styles.who}>{t('history.by', said)}</span>
              <button
                type="button"
                className={shared.button}
                aria-label={t('history.bringBackLabel', said)}
                disabled={!past.canRestore}
                onClick={() => past.restore(version - 1, id)}
              >
                {t('history.bringBack')}
              </button>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
