/** Below a sequence: where in it one is, and playing it. */
import { IconMinus, IconPlayerPause, IconPlayerPlay, IconPlus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '@/lib/format'
import shared from '../reading.module.css'
import { useKeyText } from '../use-keymap'
import styles from './stage.module.css'
import type { Stage } from './use-stage'

interface CineBarProps {
  stage: Stage
  cell: number
  /** How many pictures there are, known before the first is here. */
  count: number
}

export function CineBar({ stage, cell, count }: CineBarProps) {
  const { t } = useTranslation('reading')
  const keyOf = useKeyText()
  const view = stage.viewOf(cell)
  const { cine } = stage
  const isPlaying = cine.isPlaying && cell === stage.arrangement.active
  const index = view?.index ?? 0
  const last = (view?.stack.frames.length ?? count) - 1
  const play = t(isPlaying ? 'cine.pause' : 'cine.play')
  const goTo = (to: number) => {
    const frame = view?.stack.frames[to]
    if (frame) stage.handles.of(cell)?.goTo(frame)
  }
  return (
    <div className={styles.cine} role="group" aria-label={t('cine.title')}>
      <button
        type="button"
        className={shared.quiet}
        aria-label={play}
        title={withKey(play, keyOf('cine'))}
        onClick={cine.toggle}
      >
        {isPlaying ? <IconPlayerPause size={14} aria-hidden /> : <IconPlayerPlay size={14} aria-hidden />}
      </button>
      <input
        type="range"
        min={0}
        max={last}
        value={Math.min(index, last)}
        aria-label={t('cine.scrub')}
        aria-valuetext={t('cine.at', { index: index + 1, count: last + 1 })}
        onChange={(event) => goTo(Number(event.currentTarget.value))}
      />
      <RateButton stage={stage} by={-1} />
      <span className={styles.rate}>{t('cine.rate', { rate: formatNumber(cine.rate, 1) })}</span>
      <RateButton stage={stage} by={1} />
    </div>
  )
}

function RateButton({ stage: { cine }, by }: { stage: Stage; by: 1 | -1 }) {
  const { t } = useTranslation('reading')
  const keyOf = useKeyText()
  const name = t(by > 0 ? 'cine.faster' : 'cine.slower')
  const Icon = by > 0 ? IconPlus : IconMinus
  return (
    <button
      type="button"
      className={shared.quiet}
      aria-label={name}
      title={withKey(name, keyOf(by > 0 ? 'cine-faster' : 'cine-slower'))}
      onClick={() => cine.changeRate(by)}
    >
      <Icon size={12} aria-hidden />
    </button>
  )
}

const withKey = (name: string, key: string): string => (key ? `${name} (${key})` : name)
