import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Label } from '../model/examination'
import styles from './object-list.module.css'
import type { ObjectActs, ReadObject } from './read-object'

const LONGEST_COMMENT = 2_000

interface ObjectEditorProps extends Pick<ObjectActs, 'onRelabel' | 'onComment'> {
  object: ReadObject
  labels: readonly Label[]
}

/** What can be said of the selected object. */
export function ObjectEditor({ object, labels, onRelabel, onComment }: ObjectEditorProps) {
  const { t } = useTranslation('reading')
  const { id, label } = object
  return (
    <>
      <select
        className={styles.field}
        aria-label={t('panel.relabel')}
        data-role="relabel"
        value={label?.id ?? ''}
        onChange={(event) => {
          const chosen = labels.find((each) => each.id === event.target.value)
          if (chosen) onRelabel(id, chosen)
        }}
      >
        {choices(labels, label).map((each) => (
          <option key={each.id} value={each.id}>
            {each.name}
          </option>
        ))}
      </select>
      <Comment words={object.comment ?? ''} onSay={(words) => onComment(id, words)} />
    </>
  )
}

/** An object keeps a label that is no longer offered. */
const choices = (offered: readonly Label[], own: Label | null): readonly Label[] =>
  own?.archived_at ? [...offered, own] : offered

/** Typing is saved when it pauses, and at the latest when the field is left. */
const PAUSE_MS = 800

interface CommentProps {
  words: string
  onSay(this: void, words: string): void
}

function Comment({ words, onSay }: CommentProps) {
  const { t } = useTranslation('reading')
  const [typed, setTyped] = useState<string | null>(null)
  const latest = useRef({ typed, onSay })
  useEffect(() => {
    latest.current = { typed, onSay }
  })
  const say = () => {
    if (latest.current.typed !== null) latest.current.onSay(latest.current.typed)
  }
  useEffect(() => {
    if (typed === null) return
    const pause = setTimeout(say, PAUSE_MS)
    return () => clearTimeout(pause)
  }, [typed])
  return (
    <textarea
      className={styles.field}
      rows={2}
      maxLength={LONGEST_COMMENT}
      aria-label={t('panel.comment')}
      placeholder={t('panel.commentHint')}
      value={typed ?? words}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={() => {
        say()
        setTyped(null)
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && event.ctrlKey) say()
      }}
    />
  )
}
