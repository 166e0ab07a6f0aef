/** What is said instead of a picture: that it takes a while, or why there is none. */
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { StackViewState } from './use-stack-view'
import styles from './viewer.module.css'

export function Trouble({ view, target, problem, retry }: StackViewState) {
  const { t } = useTranslation('viewer')
  const isLate = useIsLate(!problem && (view === null || view.index !== target))
  if (problem) {
    const title = problem.index === null ? t('cannotShowAny') : t('cannotShow', { index: problem.index + 1 })
    return (
      <div className={styles.message} role="alert">
        <p>
          <strong>{title}</strong>
        </p>
        <p>{problem.reason}</p>
        <button type="button" onClick={retry}>
          {t('retry')}
        </button>
      </div>
    )
  }
  if (!isLate) return null
  return (
    <div className={styles.loading} role="status">
      {view ? t('loading', { index: target + 1 }) : t('loadingSeries')}
    </div>
  )
}

/** Loading is worth a word only when it takes a while. */
function useIsLate(isWaiting: boolean): boolean {
  const [isLate, setIsLate] = useState(false)
  useEffect(() => {
    if (!isWaiting) return
    const timer = setTimeout(() => setIsLate(true), 200)
    return () => {
      clearTimeout(timer)
      setIsLate(false)
    }
  }, [isWaiting])
  return isLate
}
