import type { ReactNode } from 'react'
import { useText as useCommonText } from '@/components/messages'
import classes from './palette.module.css'

/** Under the results: that something is looked for, or that nothing was found. */
export function Note({ children }: { children: ReactNode }) {
  return <p className={classes['note']}>{children}</p>
}

export function FailedNote({ children, onRetry }: { children: ReactNode; onRetry: () => void }) {
  const common = useCommonText()
  return (
    <div className={classes['note']} role="alert">
      {children}
      <button type="button" onClick={onRetry}>
        {common('retry')}
      </button>
    </div>
  )
}
