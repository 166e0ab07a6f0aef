import { IconEye, IconEyeOff, IconLock, IconLockOpen, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Label } from '../model/examination'
import shared from '../reading.module.css'
import { ObjectEditor } from './object-editor'
import styles from './object-list.module.css'
import { Said } from './said'
import type { ObjectActs, ReadObject } from './read-object'
import { Sync } from './sync'

interface ObjectListProps extends ObjectActs {
  objects: readonly ReadObject[]
  labels: readonly Label[]
  selectedId: string | null
  isReadOnly: boolean
  hint: string
  /** What sizes are told in, and where that comes from. */
  spacing: string
  /** The image has several pictures: say which one. */
  showsPicture: boolean
}

export function ObjectList(props: ObjectListProps) {
  const { t } = useTranslation('reading')
  const isEmpty = props.objects.length === 0
  return (
    <section aria-label={t('panel.objects')}>
      <h2>{t('panel.objects')}</h2>
      <p className={shared.hint}>{isEmpty ? `${t('panel.noObjects')} ${props.hint}` : props.spacing}</p>
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
  const { id, label, comment, isHidden, isLocked } = object
  const name = label?.name ?? '?'
  const isSelected = id === props.selectedId
  const mayEdit = !props.isReadOnly && !isLocked
  return (
    <>
      <div className={styles.object}>
        <Name object={object} isSelected={isSelected} {...props} />
        <Sync state={object.sync} />
        <Switch
          isOn={isHidden}
          words={t('panel.hide', { label: name })}
          icon={isHidden ? IconEyeOff : IconEye}
          onPress={() => props.onHide(id)}
        />
        <Switch
          isOn={isLocked}
          words={t('panel.lock', { label: name })}
          icon={isLocked ? IconLock : IconLockOpen}
          onPress={() => props.onLock(id)}
        />
        <button
          type="button"
          className={shared.quiet}
          aria-label={t('panel.delete', { label: name })}
          title={t('panel.delete', { label: name })}
          disabled={!mayEdit}
          onClick={() => props.onDelete(id)}
        >
          <IconTrash size={14} aria-hidden />
        </button>
      </div>
      {isSelected && mayEdit && (
        <ObjectEditor
          key={id}
          object={object}
          labels={props.labels}
          onRelabel={props.onRelabel}
          onComment={props.onComment}
          onSay={props.onSay}
          onKnow={props.onKnow}
        />
      )}
      {!(isSelected && mayEdit) && <Said label={label} said={object.attributes} />}
      {comment && !(isSelected && mayEdit) && <p className={styles.comment}>{comment}</p>}
      {isSelected && <Facts lines={object.facts} />}
      {object.reason && <p className={shared.reason}>{object.reason}</p>}
    </>
  )
}

/** What the pixels under the object say. */
const Facts = ({ lines }: { lines: readonly string[] }) =>
  lines.length > 0 && (
    <ul className={styles.facts}>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  )

interface NameProps extends Pick<ObjectListProps, 'showsPicture' | 'onSelect'> {
  object: ReadObject
  isSelected: boolean
}

function Name({ object, isSelected, showsPicture, onSelect }: NameProps) {
  const { t } = useTranslation('reading')
  const { id, label, kind, size, picture } = object
  const name = label?.name ?? '?'
  return (
    <button
      type="button"
      className={styles.objectName}
      aria-pressed={isSelected}
      title={t('panel.select', { label: name, kind: t(`tool.${kind}`), size, index: picture ?? '?' })}
      onClick={() => onSelect(id)}
    >
      <span className={styles.shapeIcon} data-kind={kind} style={{ color: label?.color }} aria-hidden />
      <span className={styles.objectText}>
        <span>
          {name} {showsPicture && picture !== null && <span className={shared.dim}>#{picture}</span>}
        </span>{' '}
        <span className={styles.size}>{size}</span>
      </span>
    </button>
  )
}

interface SwitchProps {
  isOn: boolean
  words: string
  icon: typeof IconEye
  onPress(this: void): void
}

const Switch = ({ isOn, words, icon: Icon, onPress }: SwitchProps) => (
  <button
    type="button"
    className={shared.quiet}
    aria-pressed={isOn}
    aria-label={words}
    title={words}
    onClick={onPress}
  >
    <Icon size={14} aria-hidden />
  </button>
)
