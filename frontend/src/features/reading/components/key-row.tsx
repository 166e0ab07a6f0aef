import { IconKeyboard, IconKeyboardOff, IconRestore } from '@tabler/icons-react'
import { use, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { chordsText } from '@/lib/key-names'
import type { ActionName } from '../model/key-table'
import { chordOf, isChanged, isReserved, isSingleKey, sharing } from '../model/keymap'
import shared from '../reading.module.css'
import { KeymapContext } from '../use-keymap'
import styles from './dialog.module.css'

interface KeyRowProps {
  name: ActionName
  isFixed: boolean
  /** New keys; `null`: the usual ones. */
  onChange(this: void, chords: string[] | null): void
}

/** The keys of one action; a press of the button waits for the key that is wanted instead. */
export function KeyRow({ name, isFixed, onChange }: KeyRowProps) {
  const { t } = useTranslation('reading')
  const keymap = use(KeymapContext)
  const [isWaiting, setWaiting] = useState(false)
  const [refused, setRefused] = useState<string | null>(null)
  useNextChord(isWaiting, (chord) => {
    setWaiting(false)
    setRefused(chord && isReserved(chord) ? chord : null)
    if (chord && !isReserved(chord)) onChange([chord])
  })
  const does = t(`keys.does.${name}`)
  const chords = keymap.chordsOf(name)
  const isOff = !keymap.hasSingleKeys && chords.some(isSingleKey)
  return (
    <li className={styles.keyRow}>
      <span className={styles.chords} data-off={isOff}>
        {isWaiting ? <em role="status">{t('keys.press')}</em> : <Chords name={name} chords={chords} />}
      </span>
      <span>
        {does}
        {refused && <Warning text={t('keys.reserved', { key: chordsText([refused])[0]! })} />}
        <Shared name={name} chords={chords} />
      </span>
      {!isFixed && (
        <span className={styles.keyActs}>
          <Act icon={IconKeyboard} label={t('keys.change', { does })} onClick={() => setWaiting(true)} />
          <Act icon={IconKeyboardOff} label={t('keys.none', { does })} onClick={() => onChange([])} />
          {isChanged(name, keymap) && (
            <Act icon={IconRestore} label={t('keys.usual', { does })} onClick={() => onChange(null)} />
          )}
        </span>
      )}
    </li>
  )
}

function Chords({ name, chords }: { name: ActionName; chords: readonly string[] }) {
  const { t } = useTranslation('reading')
  if (name === 'label') return <kbd>1 … 9, 0</kbd>
  if (chords.length === 0) return <span className={shared.dim}>{t('keys.noKey')}</span>
  return chordsText(chords).map((text) => <kbd key={text}>{text}</kbd>)
}

/** What else is on these keys, where that is not by custom. */
function Shared({ name, chords }: { name: ActionName; chords: readonly string[] }) {
  const { t } = useTranslation('reading')
  const keymap = use(KeymapContext)
  const others = [...new Set(chords.flatMap((chord) => sharing(chord, name, keymap)))]
  if (others.length === 0) return null
  return (
    <Warning text={t('keys.conflict', { others: others.map((each) => t(`keys.does.${each}`)).join('; ') })} />
  )
}

const Warning = ({ text }: { text: string }) => (
  <span className={styles.warning} role="alert">
    {text}
  </span>
)

interface ActProps {
  icon: typeof IconKeyboard
  label: string
  onClick(this: void): void
}

function Act({ icon: Icon, label, onClick }: ActProps) {
  return (
    <button type="button" className={shared.quiet} aria-label={label} title={label} onClick={onClick}>
      <Icon size={14} aria-hidden />
    </button>
  )
}

/** Takes the next press for itself; Escape takes nothing. */
function useNextChord(isWaiting: boolean, take: (chord: string | null) => void): void {
  useEffect(() => {
    if (!isWaiting) return
    const listen = (event: KeyboardEvent) => {
      event.preventDefault()
      event.stopPropagation()
      if (event.code === 'Escape') return take(null)
      const chord = chordOf(event)
      if (chord) take(chord)
    }
    window.addEventListener('keydown', listen, { capture: true })
    return () => window.removeEventListener('keydown', listen, { capture: true })
  })
}
