import {
  IconArrowsMaximize,
  IconContrast,
  IconEye,
  IconEyeOff,
  IconFlipHorizontal,
  IconFlipVertical,
  IconInfoCircle,
  IconRelationOneToOne,
  IconRestore,
  IconRotate2,
  IconRotateClockwise2,
  IconZoomScan,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Command } from '../model/keys'
import shared from '../reading.module.css'
import { useKeyText } from '../use-keymap'
import styles from './view-bar.module.css'

const ACTS = [
  { name: 'invert', action: 'invert', icon: IconContrast, command: { type: 'invert' } },
  {
    name: 'turnLeft',
    action: 'turn-left',
    icon: IconRotate2,
    command: { type: 'turn', to: 'counterclockwise' },
  },
  {
    name: 'turnRight',
    action: 'turn-right',
    icon: IconRotateClockwise2,
    command: { type: 'turn', to: 'clockwise' },
  },
  {
    name: 'flipHorizontal',
    action: 'flip-horizontal',
    icon: IconFlipHorizontal,
    command: { type: 'flip', axis: 'horizontal' },
  },
  {
    name: 'flipVertical',
    action: 'flip-vertical',
    icon: IconFlipVertical,
    command: { type: 'flip', axis: 'vertical' },
  },
  { name: 'fit', action: 'fit', icon: IconArrowsMaximize, command: { type: 'fit' } },
  {
    name: 'actualSize',
    action: 'actual-size',
    icon: IconRelationOneToOne,
    command: { type: 'actual-size' },
  },
  { name: 'magnifier', action: 'magnifier', icon: IconZoomScan, command: { type: 'magnifier' } },
  { name: 'metadata', action: 'metadata', icon: IconInfoCircle, command: { type: 'metadata' } },
  { name: 'reset', action: 'reset', icon: IconRestore, command: { type: 'reset' } },
] as const satisfies readonly { command: Command; [more: string]: unknown }[]

interface ViewBarProps {
  areAllHidden: boolean
  onCommand(this: void, command: Command): void
}

/** What can be done with the view; each has a key. */
export function ViewBar({ areAllHidden, onCommand }: ViewBarProps) {
  const { t } = useTranslation('reading')
  const keyText = useKeyText()
  const hideAll = `${t('view.hideAll')} (${keyText('hide-all')})`
  return (
    <div className={styles.bar} role="toolbar" aria-label={t('view.title')}>
      {ACTS.map(({ name, action, icon: Icon, command }) => (
        <button
          key={name}
          type="button"
          className={shared.quiet}
          aria-label={t(`view.${name}`)}
          title={`${t(`view.${name}`)} (${keyText(action)})`}
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
