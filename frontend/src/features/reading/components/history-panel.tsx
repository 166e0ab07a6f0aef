import { useTranslation } from 'react-i18next'
import { formatAgo, formatInstant } from '@/lib/format'
import type { Label } from '../model/examination'
import type { Written } from '../model/written'
import shared from '../reading.module.css'
import type { Past } from '../use-past'
import type { RoomState } from '../use-room'
import { DeletedObjects } from './deleted-objects'
import styles from './history-panel.module.css'
import { useWhatWasDone } from './what-was-done'

interface HistoryPanelProps {
  past: Past
  room: RoomState
  labels: readonly Label[]
}

/** Who did what in this reading and when; any version can be looked at on the picture, and brought back. */
export function HistoryPanel({ past, room, labels }: HistoryPanelProps) {
  const { t } = useTranslation('reading')
  const selected = room.reading.selected
  return (
    <aside className={shared.panel} aria-label={t('history.title')} data-region="panel">
      <div className={styles.head}>
        <h2>{t('history.title')}</h2>
        <button type="button" className={shared.button} onClick={past.toggle}>
          {t('history.close')}
        </button>
      </div>
      {past.error && (
        <p className={shared.reason} role="alert">
          {past.error.detail}
        </p>
      )}
      {past.version !== null && <Looking past={past} version={past.version} />}
      {selected && <Blame past={past} objectId={selected.id} />}
      <Steps past={past} labels={labels} />
      <DeletedObjects past={past} />
    </aside>
  )
}

function Looking({ past, version }: { past: Past; version: number }) {
  const { t } = useTranslation('reading')
  return (
    <section aria-label={t('history.version', { version })}>
      <p className={shared.hint} role="status">
        {t('history.looking', { version })}
      </p>
      <div className={styles.actions}>
        <button
          type="button"
          className={shared.primary}
          disabled={!past.canRestore}
          onClick={() => past.restore(version)}
        >
          {t('history.restore')}
        </button>
        <button type="button" className={shared.button} onClick={() => past.look(null)}>
          {t('history.back')}
        </button>
      </div>
      {!past.canRestore && <p className={shared.hint}>{t('history.unsaved')}</p>}
    </section>
  )
}

/** Whose hand is on the selected object. */
function Blame({ past, objectId }: { past: Past; objectId: string }) {
  const { t } = useTranslation('reading')
  const object = past.objects.find(({ id }) => id === objectId)
  return (
    <p className={shared.hint}>
      {t('history.ofObject')}{' '}
      {object &&
        t('history.object', {
          maker: object.made_by.name,
          made: formatAgo(object.made_at),
          changer: object.changed_by.name,
          changed: formatAgo(object.changed_at),
          count: object.operation_count,
        })}
    </p>
  )
}

function Steps({ past, labels }: { past: Past; labels: readonly Label[] }) {
  const { t } = useTranslation('reading')
  if (!past.written.length)
    return <p className={shared.hint}>{past.isLoading ? t('history.loading') : t('history.none')}</p>
  return (
    <>
      <ol className={styles.steps}>
        {past.written.map((step) => (
          <li key={step.version}>
            <StepRow step={step} past={past} labels={labels} />
          </li>
        ))}
      </ol>
      {past.hasMore && (
        <button type="button" className={shared.button} onClick={past.more}>
          {t('history.more')}
        </button>
      )}
    </>
  )
}

function StepRow({ step, past, labels }: { step: Written; past: Past; labels: readonly Label[] }) {
  const { t } = useTranslation('reading')
  const what = useWhatWasDone(step, labels)
  const { version, actor, created_at } = step
  return (
    <button
      type="button"
      className={styles.step}
      aria-pressed={past.version === version}
      title={t('history.lookAt', { version })}
      onClick={() => past.look(version)}
    >
      <span className={styles.number}>{version}</span>
      <span className={styles.words}>
        {what}
        <span className={styles.who} title={formatInstant(created_at)}>
          {t('history.by', { name: actor.name, when: formatAgo(created_at) })}
        </span>
      </span>
    </button>
  )
}
