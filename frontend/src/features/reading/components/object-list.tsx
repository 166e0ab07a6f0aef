import { IconAlertTriangle, IconCheck, IconClock, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Label } from '../model/examination'
import type { SyncState } from '../model/queue'
import styles from '../reading.module.css'

export interface ReadObject {
  readonly id: string
  readonly label: Label | null
  readonly kind: 'box' | 'polygon'
  /** With its unit. */
  readonly size: string
  /** Which picture of the image it is on, from 1; null when not known yet. */
  readonly picture: number | null
  readonly sync: SyncState
  readonly reason: string | null
}

interface ObjectListProps {
  objects: readonly ReadObject[]
  labels: readonly Label[]
  selectedId: string | null
  isReadOnly: boolean
  hint: string
  /** The image has several pictures: say which one. */
  showsPicture: boolean
  onSelect(this: void, id: string): void
  onRelabel(this: void, id: string, label: Label): void
  onDelete(this: void, id: string): void
}

export function ObjectList(props: ObjectListProps) {
  const { t } = useTranslation('reading')
  return (
    <section aria-label={t('panel.objects')}>
      <h2>{t('panel.objects')}</h2>
      {props.objects.length === 0 && (
        <p className={styles.hint}>
          {t('panel.noObjects')} {props.hint}
        </p>
      )}
      <ul className={styles.objects}>
        {props.objects.map((object) => (
          <li key={object.id} data-selected={object.id === props.selectedId}>
            <ObjectRow object={object} {...props} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function ObjectRow({ object, ...props }: ObjectListProps & { object: ReadObject }) {
  const { t } = useTranslation('reading')
  const { id, label, size, picture } = object
  const name = label?.name ?? '?'
  const isSelected = id === props.selectedId
  return (
    <>
      <div className={styles.object}>
        <button
          type="button"
          className={styles.objectName}
          aria-pressed={isSelected}
          title={t('panel.select', { label: name, size, index: picture ?? '?' })}
          onClick={() => props.onSelect(id)}
        >
          <span
            className={styles.shapeIcon}
            data-kind={object.kind}
            style={{ borderColor: label?.color }}
            aria-hidden
          />
          <span className={styles.objectText}>
            <span>
              {name}{' '}
              {props.showsPicture && picture !== null && <span className={styles.dim}>#{picture}</span>}
            </span>{' '}
            <span className={styles.dim}>{size}</span>
          </span>
        </button>
        <Sync state={object.sync} />
        <button
          type="button"
          className={styles.quiet}
          aria-label={t('panel.delete', { label: name })}
          disabled={props.isReadOnly}
          onClick={() => props.onDelete(id)}
        >
          <IconTrash size={14} aria-hidden />
        </button>
      </div>
      {isSelected && !props.isReadOnly && (
        <select
          className={styles.select}
          aria-label={t('panel.relabel')}
          data-role="relabel"
          value={label?.id ?? ''}
          onChange={(event) => {
            const chosen = props.labels.find((each) => each.id === event.target.value)
            if (chosen) props.onRelabel(id, chosen)
          }}
        >
          {choices(props.labels, label).map((each) => (
            <option key={each.id} value={each.id}>
              {each.name}
            </option>
          ))}
        </select>
      )}
      {object.reason && <p className={styles.reason}>{object.reason}</p>}
    </>
  )
}

/** An object keeps a label that is no longer offered. */
const choices = (offered: readonly Label[], own: Label | null): readonly Label[] =>
  own?.archived_at ? [...offered, own] : offered

const SYNC_ICON = { synced: IconCheck, pending: IconClock, failed: IconAlertTriangle }

function Sync({ state }: { state: SyncState }) {
  const { t } = useTranslation('reading')
  const Icon = SYNC_ICON[state]
  return (
    <span
      className={styles.sync}
      data-state={state}
      role="img"
      aria-label={t(`sync.${state}`)}
      title={t(`sync.${state}`)}
    >
      <Icon size={14} aria-hidden />
    </span>
  )
}
