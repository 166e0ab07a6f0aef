/** What assistance waits for, does or proposes, with what the reader can answer. */
import { useTranslation } from 'react-i18next'
import { isAssistTool } from '@/viewer/assist/tools'
import type { Remark } from '@/viewer/assist/proposals'
import type { Tool } from '@/viewer/image-viewport'
import type { Command } from '../model/keys'
import shared from '../reading.module.css'
import { useKeyText } from '../use-keymap'
import styles from './assist.module.css'
import type { Assist, Job } from './use-assist'

interface AssistBarProps {
  assist: Assist
  tool: Tool
  onCommand(this: void, command: Command): void
}

export function AssistBar({ assist, tool, onCommand }: AssistBarProps) {
  const { t } = useTranslation('reading')
  const keyText = useKeyText()
  const { job } = assist
  if (job.state === 'idle' && !isAssistTool(tool)) return null
  return (
    <div className={styles.bar} role="group" aria-label={t('assist.title')}>
      <span role="status">
        <Said job={job} tool={tool} />
      </span>
      {job.state === 'idle' && tool === 'grow-3d' && <Tolerance assist={assist} />}
      {job.state === 'proposal' && (
        <>
          <Answer
            name={t('assist.accept')}
            keys={keyText('accept-proposal')}
            onClick={() => onCommand({ type: 'accept-proposal', inHand: false })}
          />
          <Answer
            name={t('assist.edit')}
            keys={keyText('edit-proposal')}
            onClick={() => onCommand({ type: 'accept-proposal', inHand: true })}
          />
        </>
      )}
      {job.state !== 'idle' && (
        <Answer
          name={t(job.state === 'working' ? 'assist.stop' : 'assist.drop')}
          keys={keyText('cancel')}
          onClick={() => assist.drop()}
        />
      )}
    </div>
  )
}

function Said({ job, tool }: { job: Job; tool: Tool }) {
  const { t } = useTranslation('reading')
  switch (job.state) {
    case 'idle':
      return isAssistTool(tool) ? t(`assist.hint.${tool}`) : null
    case 'working':
      return t('assist.working', { count: job.pictures })
    case 'proposal': {
      const { outlines, remark } = job.proposal
      const pictures = new Set(outlines.map(({ place }) => `${place.sopInstanceUid} ${place.frame}`))
      return (
        <>
          {t('assist.proposal', { count: pictures.size })} <Remarked remark={remark} />
        </>
      )
    }
  }
}

/** Slices are counted from 1, as on the picture. */
function Remarked({ remark }: { remark: Remark | null }) {
  const { t } = useTranslation('reading')
  if (!remark) return null
  if (remark.what === 'limits') return t('assist.leak.limits')
  if (remark.what !== 'stopped') return t(`assist.leak.${remark.what}`, { slice: remark.slice + 1 })
  return remark.stops
    .filter(({ why }) => why !== 'end')
    .map(({ why, slice }) => t(`assist.stopped.${why as 'unlike'}`, { slice: slice + 1 }))
    .join(' ')
}

interface AnswerProps {
  name: string
  keys: string
  onClick(this: void): void
}

function Answer({ name, keys, onClick }: AnswerProps) {
  return (
    <button type="button" className={shared.button} onClick={onClick}>
      {keys && <kbd>{keys}</kbd>} {name}
    </button>
  )
}

function Tolerance({ assist: { tolerance, setTolerance } }: { assist: Assist }) {
  const { t } = useTranslation('reading')
  return (
    <label className={styles.tolerance}>
      {t('assist.tolerance')}
      <input
        type="number"
        min={0}
        step="any"
        placeholder={t('assist.auto')}
        value={tolerance ?? ''}
        onChange={({ target }) => setTolerance(target.value === '' ? null : Math.abs(target.valueAsNumber))}
      />
    </label>
  )
}
