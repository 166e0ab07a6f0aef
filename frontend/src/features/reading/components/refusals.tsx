import { useTranslation } from 'react-i18next'
import type { Entry } from '../model/queue'
import shared from '../reading.module.css'

interface RefusalsProps {
  entries: readonly Entry[]
  onRetry(this: void): void
  onDiscard(this: void, operationId: string): void
}

/** What the server refused, why, and what to do about it. */
export function Refusals({ entries, onRetry, onDiscard }: RefusalsProps) {
  const { t } = useTranslation('reading')
  const failed = entries.filter(({ state }) => state === 'failed')
  if (!failed.length) return null
  return (
    <section aria-label={t('refused.title')} role="alert" className={shared.refusals}>
      {failed.map(({ operation, reason }) => (
        <div key={operation.id}>
          <p>
            {t('refused.title')} {t(`refused.${operation.kind}`)}: {reason}
          </p>
          <button type="button" className={shared.button} onClick={onRetry}>
            {t('refused.retry')}
          </button>
          <button type="button" className={shared.button} onClick={() => onDiscard(operation.id)}>
            {t('refused.discard')}
          </button>
        </div>
      ))}
    </section>
  )
}
