import { useTranslation } from 'react-i18next'
import { KEY_HELP } from '../model/key-help'
import styles from './dialog.module.css'
import { Dialog } from './dialog'

export function KeysDialog({ onClose }: { onClose(this: void): void }) {
  const { t } = useTranslation('reading')
  return (
    <Dialog title={t('keys.title')} onClose={onClose}>
      <div className={styles.keyGroups}>
        {KEY_HELP.map(({ group, rows }) => (
          <section key={group}>
            <h3>{t(`keys.groups.${group}`)}</h3>
            <dl>
              {rows.map(([keys, does]) => (
                <div key={does}>
                  <dt>
                    <kbd>{keys}</kbd>
                  </dt>
                  <dd>{t(`keys.does.${does}`)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
