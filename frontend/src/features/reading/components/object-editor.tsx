import { useTranslation } from 'react-i18next'
import type { Label } from '../model/examination'
import { useTyped } from '../use-typed'
import { AttributeFields } from './attribute-fields'
import styles from './object-list.module.css'
import type { ObjectActs, ReadObject } from './read-object'

const LONGEST_COMMENT = 2_000

interface ObjectEditorProps extends Pick<ObjectActs, 'onRelabel' | 'onComment' | 'onSay' | 'onKnow'> {
  object: ReadObject
  labels: readonly Label[]
}

/** What can be said of the selected object. */
export function ObjectEditor({ object, labels, onRelabel, onComment, onSay, onKnow }: ObjectEditorProps) {
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
      <AttributeFields
        label={label}
        said={object.attributes}
        onSay={(name, value) => onSay(id, name, value)}
      />
      {object.kind === 'length' && <KnownLength mm={object.knownMm} onKnow={(mm) => onKnow(id, mm)} />}
      <Comment words={object.comment ?? ''} onSay={(words) => onComment(id, words)} />
    </>
  )
}

/** An object keeps a label that is no longer offered. */
const choices = (offered: readonly Label[], own: Label | null): readonly Label[] =>
  own?.archived_at ? [...offered, own] : offered

interface KnownLengthProps {
  mm: number | null
  onKnow(this: void, mm: number | null): void
}

const LONGEST_MM = 10_000

/** A length that is known calibrates its picture; empty, it is measured as the others. */
function KnownLength({ mm, onKnow }: KnownLengthProps) {
  const { t } = useTranslation('reading')
  const say = (words: string) => {
    const value = Number(words)
    if (words.trim() === '') onKnow(null)
    else if (value > 0 && value <= LONGEST_MM) onKnow(value)
  }
  const { value, type, sayNow, leave } = useTyped(mm === null ? '' : String(mm), say)
  return (
    <input
      className={styles.field}
      type="number"
      min={0}
      max={LONGEST_MM}
      step="any"
      aria-label={t('panel.knownLength')}
      placeholder={t('panel.knownLength')}
      title={t('panel.knownLengthHint')}
      value={value}
      onChange={(event) => type(event.target.value)}
      onBlur={leave}
      onKeyDown={(event) => {
        if (event.key === 'Enter') sayNow()
      }}
    />
  )
}

interface CommentProps {
  words: string
  onSay(this: void, words: string): void
}

function Comment({ words, onSay }: CommentProps) {
  const { t } = useTranslation('reading')
  const { value, type, sayNow, leave } = useTyped(words, onSay)
  return (
    <textarea
      className={styles.field}
      rows={2}
      maxLength={LONGEST_COMMENT}
      aria-label={t('panel.comment')}
      placeholder={t('panel.commentHint')}
      value={value}
      onChange={(event) => type(event.target.value)}
      onBlur={leave}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && event.ctrlKey) sayNow()
      }}
    />
  )
}
