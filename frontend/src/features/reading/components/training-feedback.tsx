import { useTranslation } from 'react-i18next'
import { formatCount, formatPercent } from '@/lib/format'
import type { Label } from '../model/examination'
import shared from '../reading.module.css'
import type { Training } from '../use-training'
import styles from './training-feedback.module.css'

interface TrainingFeedbackProps {
  training: Training
  labels: readonly Label[]
  onNext(this: void): void
}

/** How the case on screen was marked, and the known answer. */
export function TrainingFeedback({ training, labels, onNext }: TrainingFeedbackProps) {
  const { t } = useTranslation('reading')
  const { feedback, error, isTraining } = training
  if (!isTraining) return null
  return (
    <section aria-label={t('training.title')} className={styles.feedback}>
      <h2>{t('training.title')}</h2>
      <div role="status">
        {error && <p className={shared.reason}>{error.detail}</p>}
        {!feedback && !error && <p>{t('training.notYet')}</p>}
        {feedback && (
          <>
            <p className={styles.mark}>
              {feedback.likeness === null
                ? t('training.cannotSay')
                : t('training.mark', {
                    mark: formatPercent(feedback.likeness, 1),
                    needed: formatPercent(feedback.pass_mark, 1),
                  })}
            </p>
            <p>{said(feedback.answer, labels, t)}</p>
            <p>
              {t('training.progress', {
                marked: formatCount(feedback.marked),
                total: formatCount(feedback.total),
              })}
            </p>
            {feedback.result && (
              <p className={styles.mark}>
                {t(feedback.result.is_passed ? 'training.passed' : 'training.failed', {
                  score: formatPercent(feedback.result.score, 1),
                  needed: formatPercent(feedback.result.pass_mark, 1),
                })}
              </p>
            )}
          </>
        )}
      </div>
      {feedback && (
        <>
          <label className={styles.choice}>
            <input
              type="checkbox"
              checked={training.isShown}
              onChange={(event) => training.show(event.target.checked)}
            />{' '}
            {t('training.show')}
          </label>
          <button type="button" className={shared.button} onClick={onNext}>
            {t('training.next')}
          </button>
        </>
      )}
    </section>
  )
}

type Answer = NonNullable<Training['feedback']>['answer']

/** The known answer in words: how many of which label. */
function said(
  answer: Answer,
  labels: readonly Label[],
  t: ReturnType<typeof useTranslation<'reading'>>['t'],
): string {
  const counts = new Map<string, number>()
  for (const { label_id: id } of answer.annotations) counts.set(id, (counts.get(id) ?? 0) + 1)
  const names = [...counts].map(([id, count]) => {
    const name = labels.find((label) => label.id === id)?.name ?? '?'
    return t('training.some', { name, number: formatCount(count) })
  })
  if (names.length > 0) return t('training.answer', { what: names.join(', ') })
  return t(answer.bad_quality && !answer.no_finding ? 'training.unfit' : 'training.nothing')
}
