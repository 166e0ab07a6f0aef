import { IconArrowLeft } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import shared from '../reading.module.css'
import { useKeyText } from '../use-keymap'
import styles from './top-bar.module.css'

interface TopBarProps {
  packageName: string
  setName: string
  index: number
  count: number
  /** Of the picture. */
  window: ReactNode
  viewBar: ReactNode
  saveState: ReactNode
  isDone: boolean
  onDone(this: void): void
  onExit(this: void): void
}

export function TopBar(props: TopBarProps) {
  const { t } = useTranslation('reading')
  const keyText = useKeyText()
  return (
    <header className={styles.topBar}>
      <button type="button" className={shared.quiet} onClick={props.onExit} aria-label={t('exitLabel')}>
        <IconArrowLeft size={16} aria-hidden />
      </button>
      <h1 className={styles.title}>
        {props.packageName} <span aria-hidden>·</span> <span className={shared.dim}>{props.setName}</span>
      </h1>
      <span className={styles.count}>{t('position', { index: props.index + 1, count: props.count })}</span>
      {props.window}
      {props.viewBar}
      {props.saveState}
      <button
        type="button"
        className={shared.primary}
        data-done={props.isDone}
        onClick={props.onDone}
        title={t('doneLabel', { key: keyText('done') })}
      >
        {props.isDone && <span aria-hidden>✓ </span>}
        {t('done')} <kbd>{keyText('done')}</kbd>
      </button>
    </header>
  )
}
