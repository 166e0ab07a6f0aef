import { useEffect, useRef, type ReactNode, type RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import shared from '../reading.module.css'
import styles from './dialog.module.css'

interface DialogProps {
  title: string
  onClose(this: void): void
  /** What has the focus at first; else the button that closes. */
  initialFocus?: RefObject<HTMLElement | null>
  children: ReactNode
}

/** A dark sheet over the room; Escape closes it and the focus goes back. */
export function Dialog({ title, onClose, initialFocus, children }: DialogProps) {
  const { t } = useTranslation('reading')
  const element = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const dialog = element.current
    dialog?.showModal()
    initialFocus?.current?.focus()
    return () => dialog?.close()
  }, [initialFocus])
  return (
    <dialog
      ref={element}
      className={shared.dialog}
      aria-label={title}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
    >
      <header className={styles.dialogHead}>
        <h2>{title}</h2>
        <button type="button" className={shared.button} onClick={onClose} autoFocus>
          {t('close')}
        </button>
      </header>
      <div className={styles.dialogBody}>{children}</div>
    </dialog>
  )
}
