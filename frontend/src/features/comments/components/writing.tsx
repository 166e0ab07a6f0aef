import { useState, type FormEvent } from 'react'
import { useText } from '../messages'
import classes from './comments-panel.module.css'

interface WritingProps {
  label: string
  initial?: string
  error?: string | undefined
  isBusy: boolean
  onSend: (content: string) => void
  onCancel: () => void
}

/** Words being written. What is typed is no key of the reading room. */
export function Writing({ label, initial = '', error, isBusy, onSend, onCancel }: WritingProps) {
  const t = useText()
  const [content, setContent] = useState(initial)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (content.trim()) onSend(content)
  }
  return (
    <form className={classes['writing']} onSubmit={submit}>
      <textarea
        aria-label={label}
        placeholder={label}
        rows={3}
        maxLength={5_000}
        value={content}
        autoFocus
        onChange={(event) => setContent(event.currentTarget.value)}
        onKeyDown={(event) => event.stopPropagation()}
      />
      {error && (
        <p className={classes['failed']} role="alert">
          {error}
        </p>
      )}
      <div className={classes['acts']}>
        <button type="submit" className={classes['primary']} disabled={isBusy || !content.trim()}>
          {t('send')}
        </button>
        <button type="button" className={classes['button']} onClick={onCancel}>
          {t('cancel')}
        </button>
      </div>
    </form>
  )
}
