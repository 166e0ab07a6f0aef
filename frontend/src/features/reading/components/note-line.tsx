import { useTranslation } from 'react-i18next'
import styles from '../room.module.css'
import { useKeyText } from '../use-keymap'
import type { Note } from '../use-note'

/** What the room has to say at the moment, with the keys that help. */
export function NoteLine({ note }: { note: Note | null }) {
  const { t } = useTranslation('reading')
  const keyText = useKeyText()
  if (!note) return null
  const keys = {
    noFinding: keyText('no-finding'),
    badQuality: keyText('bad-quality'),
    lock: keyText('lock'),
    hide: keyText('hide'),
    hideAll: keyText('hide-all'),
    walk: keyText('walk-next'),
    cancel: keyText('cancel'),
    delete: keyText('delete'),
  }
  return (
    <p className={styles.note} role="status">
      {t(`note.${note}`, keys)}
    </p>
  )
}
