import {
  IconArrowsMaximize,
  IconContrast,
  IconEye,
  IconEyeOff,
  IconFlipHorizontal,
  IconFlipVertical,
  IconRestore,
  IconRotate2,
  IconRotateClockwise2,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Command } from '../model/keys'
import shared from '../reading.module.css'
import styles from './view-bar.module.css'

const ACTS = [
  { name: 'invert', key: 'I', icon: IconContrast, command: { type: 'invert' } },
  {
    name: 'turnLeft',
    key: 'Shift+L',
    icon: IconRotate2,
    command: { type: 'turn', to: 'counterclockwise' },
  },
  {
    name: 'turnRight',
    key: 'Shift+R',
    icon: IconRotateClockwise2,
    command: { type: 'turn', to: 'clockwise' },
  },
  {
    name: 'flipHorizontal',
    key: 'Shift+H',
    icon: IconFlipHorizontal,
    command: { type: 'flip', axis: 'horizontal' },
  },
  {
    name: 'flipVertical',
    key: 'Shift+V',
    icon: IconFlipVertical,
    command: { type: 'flip', axis: 'vertical' },
  },
  { name: 'fit', key: 'Shift+F', icon: IconArrowsMaximize, command: { type: 'fit' } },
  { name: 'reset', key: 'Alt+R', icon: IconRestore, command: { type: 'reset' } },
] as const satisfies readonly { command: Command; [more: string]: unknown }[]

interface ViewBarProps {
  areAllHidden: boolean
  onCommand(this: void, command: Command): void
}

/** What can be done with the view; each has a key. */
export function ViewBar({ areAllHidden, onCommand }: ViewBarProps) {
  const { t } = useTranslation('reading')
  const hideAll = `${t('view.hideAll')} (Q)`
  return (
    <div className={styles.bar} role="toolbar" aria-label={t('view.title')}>
      {ACTS.map(({ name, key, icon: Icon, command }) => (
        <button
          key={name}
          type="button"
          className={shared.quiet}
          aria-label={t(`view.${name}`)}
          title={`${t(`view.${name}`)} (${key})`}
          onClick={() => onCommand(command)}
        >
          <Icon size={16} aria-hidden />
        </button>
      ))}
      <button
        type="button"
        className={shared.quiet}
        aria-pressed={areAllHidden}
        aria-label={t('view.hideAll')}
        title={hideAll}
        onClick={() => onCommand({ type: 'hide-all' })}
      >
        {areAllHidden ? <IconEyeOff size={16} aria-hidden /> : <IconEye size={16} aria-hidden />}
      </button>
    </div>
  )
}
