import { useTranslation } from 'react-i18next'
import { keysOf } from '@/lib/label-keys'
import type { Label } from '../model/examination'
import shared from '../reading.module.css'
import styles from './label-list.module.css'

interface LabelListProps {
  labels: readonly Label[]
  /** The label that the next shape gets; null where nothing is drawn. */
  chosen: Label | null
  /** Labels go on the whole image and nothing is drawn. */
  isClassification: boolean
  isReadOnly: boolean
  isOnImage(this: void, label: Label): boolean
  onChoose(this: void, label: Label): void
  onToggle(this: void, label: Label): void
}

export function LabelList(props: LabelListProps) {
  const { t } = useTranslation('reading')
  const { labels, isClassification } = props
  const keys = keysOf(labels)
  const title = isClassification ? t('panel.labelsClassify') : t('panel.labels')
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      {labels.length === 0 && <p className={shared.hint}>{t('panel.noLabels')}</p>}
      <ul>
        {labels.map((label) => (
          <li key={label.id}>
            {isClassification ? (
              <ImageLabel label={label} shortcut={keys.get(label.id) ?? ''} {...props} />
            ) : (
              <DrawnLabel label={label} shortcut={keys.get(label.id) ?? ''} {...props} />
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

interface RowProps extends LabelListProps {
  label: Label
  shortcut: string
}

const Swatch = ({ color }: { color: string }) => (
  <span className={styles.swatch} style={{ backgroundColor: color }} aria-hidden />
)

function ImageLabel({ label, shortcut, isOnImage, isReadOnly, onToggle }: RowProps) {
  return (
    <label className={styles.label} title={label.description || undefined}>
      <kbd>{shortcut}</kbd>{' '}
      <input
        type="checkbox"
        checked={isOnImage(label)}
        disabled={isReadOnly}
        onChange={() => onToggle(label)}
      />
      <Swatch color={label.color} />
      <span className={styles.labelName}>{label.name}</span>
    </label>
  )
}

function DrawnLabel({ label, shortcut, chosen, isOnImage, isReadOnly, onChoose, onToggle }: RowProps) {
  const { t } = useTranslation('reading')
  return (
    <div className={styles.labelRow}>
      <button
        type="button"
        className={styles.label}
        aria-pressed={label.id === chosen?.id}
        disabled={Boolean(label.archived_at)}
        title={label.description || undefined}
        onClick={() => onChoose(label)}
      >
        <kbd>{shortcut}</kbd> <Swatch color={label.color} />
        <span className={styles.labelName}>{label.name}</span>
      </button>
      <button
        type="button"
        className={styles.chip}
        aria-pressed={isOnImage(label)}
        aria-label={t('panel.wholeImage', { label: label.name })}
        title={t('panel.wholeImage', { label: label.name })}
        disabled={isReadOnly}
        onClick={() => onToggle(label)}
      >
        {t('panel.wholeImageShort')}
      </button>
    </div>
  )
}
