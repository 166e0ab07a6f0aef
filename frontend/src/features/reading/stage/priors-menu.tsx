import { IconHistory } from '@tabler/icons-react'
import { useRef, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import shared from '../reading.module.css'
import { draggedFrom } from './image-tab'
import { priorName } from './prior-name'
import type { Showable } from './showables'
import styles from './stage.module.css'
import type { Stage } from './use-stage'

/** Earlier examinations of the patient, to show in the active cell or to drag to one. */
export function PriorsMenu({ stage }: { stage: Stage }) {
  const { t } = useTranslation('reading')
  const menu = useRef<HTMLDetailsElement>(null)
  const close = () => {
    if (menu.current) menu.current.open = false
  }
  if (stage.priors.length === 0) return null
  const shown = stage.showables.filter(({ prior }) => prior !== null)
  return (
    <details
      ref={menu}
      className={styles.menu}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key !== 'Escape' || !menu.current?.open) return
        event.stopPropagation()
        close()
        menu.current.querySelector('summary')?.focus()
      }}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) close()
      }}
    >
      <summary className={shared.tool}>
        <IconHistory size={14} aria-hidden /> {t('stage.prior.menu', { count: stage.priors.length })}
      </summary>
      <ul className={styles.menuList}>
        {shown.map((showable) => (
          <li key={showable.id}>
            <PriorButton showable={showable} stage={stage} onChosen={close} />
          </li>
        ))}
      </ul>
    </details>
  )
}

interface PriorButtonProps {
  showable: Showable
  stage: Stage
  onChosen(this: void): void
}

function PriorButton({ showable: { id, modality, prior }, stage, onChosen }: PriorButtonProps) {
  const { t } = useTranslation('reading')
  const { cells, active } = stage.arrangement
  if (!prior) return null
  return (
    <button
      type="button"
      className={shared.tool}
      aria-pressed={cells[active]?.imageId === id}
      {...draggedFrom(id)}
      onClick={() => {
        onChosen()
        stage.showIn(active, id)
      }}
    >
      {priorName(prior, t)}{' '}
      <span className={shared.dim}>{[modality, prior.description].filter(Boolean).join(' · ')}</span>
    </button>
  )
}
