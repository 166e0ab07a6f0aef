import { use, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePreferences, useSavePreferences } from '@/api/preferences'
import { KEY_TABLE, type ActionName, type KeyAction, type KeyGroup } from '../model/key-table'
import { isChanged } from '../model/keymap'
import shared from '../reading.module.css'
import { KeymapContext } from '../use-keymap'
import styles from './dialog.module.css'
import { Dialog } from './dialog'
import { KeyRow } from './key-row'

const GROUPS: readonly KeyGroup[] = ['tools', 'moving', 'view', 'objects', 'drawing', 'reading']

/** All keys of the room, as they are for this person, and the way to change them. */
export function KeysDialog({ onClose }: { onClose(this: void): void }) {
  const { t } = useTranslation('reading')
  const search = useRef<HTMLInputElement>(null)
  const [sought, setSought] = useState('')
  const { actions, change, error } = useOwnKeys()
  const found = KEY_TABLE.filter(({ name }) => fits(t(`keys.does.${name}`), sought))
  return (
    <Dialog title={t('keys.title')} onClose={onClose} initialFocus={search}>
      <div className={styles.keyHead}>
        <input
          ref={search}
          type="search"
          className={styles.field}
          value={sought}
          placeholder={t('keys.search')}
          aria-label={t('keys.search')}
          onChange={(event) => setSought(event.target.value)}
        />
        <SingleKeys />
        <button
          type="button"
          className={shared.button}
          disabled={!actions.some(({ isOwn }) => isOwn)}
          onClick={() => change({})}
        >
          {t('keys.allUsual')}
        </button>
      </div>
      {error && (
        <p className={shared.reason} role="alert">
          {error}
        </p>
      )}
      {found.length === 0 && <p className={shared.hint}>{t('keys.noneFound', { sought })}</p>}
      <div className={styles.keyGroups}>
        {GROUPS.map((group) => (
          <Group key={group} group={group} actions={found.filter((each) => each.group === group)} />
        ))}
      </div>
    </Dialog>
  )
}

function Group({ group, actions }: { group: KeyGroup; actions: readonly KeyAction[] }) {
  const { t } = useTranslation('reading')
  const { bindings, change } = useOwnKeys()
  if (actions.length === 0) return null
  return (
    <section aria-label={t(`keys.groups.${group}`)}>
      <h3>{t(`keys.groups.${group}`)}</h3>
      <ul>
        {actions.map(({ name, isFamily }) => (
          <KeyRow
            key={name}
            name={name}
            isFixed={isFamily ?? false}
            onChange={(chords) => change(withKeys(bindings, name, chords))}
          />
        ))}
      </ul>
    </section>
  )
}

/** Those who speak to their computer turn single keys off (WCAG 2.2, 2.1.4). */
function SingleKeys() {
  const { t } = useTranslation('reading')
  const { has_single_keys } = usePreferences()
  const save = useSavePreferences()
  return (
    <label className={styles.single} title={t('keys.singleHint')}>
      <input
        type="checkbox"
        checked={has_single_keys}
        onChange={(event) => save.mutate({ has_single_keys: event.target.checked })}
      />{' '}
      {t('keys.single')}
    </label>
  )
}

type Bindings = Readonly<Record<string, string[]>>

function useOwnKeys() {
  const keymap = use(KeymapContext)
  const { bindings } = usePreferences()
  const save = useSavePreferences()
  return {
    bindings,
    actions: KEY_TABLE.map(({ name }) => ({ name, isOwn: isChanged(name, keymap) })),
    change: (next: Bindings) => save.mutate({ bindings: next }),
    error: save.error?.detail ?? null,
  }
}

/** `null`: the usual keys again. */
function withKeys(bindings: Bindings, name: ActionName, chords: string[] | null): Bindings {
  const others = Object.fromEntries(Object.entries(bindings).filter(([each]) => each !== name))
  return chords ? { ...others, [name]: chords } : others
}

const fits = (text: string, sought: string): boolean =>
  text.toLocaleLowerCase().includes(sought.trim().toLocaleLowerCase())
