import { useTranslation } from 'react-i18next'
import { missingOf, type Said as Values } from '../model/attributes'
import type { Label } from '../model/examination'
import styles from './attribute-fields.module.css'

/** What is said of an object in one line, and what is still to be said. */
export function Said({ label, said }: { label: Label | null; said: Values }) {
  const { t } = useTranslation('reading')
  const units = new Map(
    label?.attributes?.map((each) => [each.name, each.kind === 'number' ? each.unit : '']),
  )
  const text = (name: string, value: string | number | boolean) => {
    if (typeof value === 'boolean') return `${name}: ${t(value ? 'attributes.yes' : 'attributes.no')}`
    return `${name}: ${value} ${units.get(name) ?? ''}`.trimEnd()
  }
  const words = Object.entries(said ?? {}).map(([name, value]) => text(name, value))
  const missing = missingOf(said, label)
  if (!words.length && !missing.length) return null
  return (
    <p className={styles.said}>
      {words.join(' · ')}
      {missing.length > 0 && (
        <span className={styles.lacks}>
          {words.length > 0 && ' · '}
          {t('attributes.missing', { names: missing.join(', ') })}
        </span>
      )}
    </p>
  )
}
