import { useTranslation } from 'react-i18next'
import type { Examination, Flags } from '../model/examination'
import { useKeyText } from '../use-keymap'
import styles from './label-list.module.css'

interface ReadingFlagsProps {
  examination: Examination | null
  isReadOnly: boolean
  onChange(this: void, flag: keyof Flags, value: boolean): void
}

const FLAGS = [
  ['no_finding', 'no-finding'],
  ['tentative', 'tentative'],
  ['bad_quality', 'bad-quality'],
] as const

export function ReadingFlags({ examination, isReadOnly, onChange }: ReadingFlagsProps) {
  const { t } = useTranslation('reading')
  const keyText = useKeyText()
  const count = examination?.annotations.length ?? 0
  const blocked = count > 0 ? t('flags.noFindingBlocked', { count }) : undefined
  return (
    <section aria-label={t('panel.reading')}>
      <h2>{t('panel.reading')}</h2>
      {FLAGS.map(([flag, action]) => {
        const isBlocked = flag === 'no_finding' && count > 0
        return (
          <label key={flag} className={styles.label} title={isBlocked ? blocked : undefined}>
            <kbd>{keyText(action)}</kbd>{' '}
            <input
              type="checkbox"
              checked={examination?.[flag] ?? false}
              disabled={isReadOnly || isBlocked}
              onChange={(event) => onChange(flag, event.target.checked)}
            />
            <span className={styles.labelName}>{t(`flags.${flag}`)}</span>
          </label>
        )
      })}
    </section>
  )
}
