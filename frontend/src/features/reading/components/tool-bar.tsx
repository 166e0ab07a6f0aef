import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconHistory,
  IconLayoutSidebar,
  IconLayoutSidebarRight,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Tool } from '@/viewer/image-viewport'
import { AssistTools } from '../assist/assist-tools'
import type { AnnotationKind } from '../model/examination'
import { toolsFor } from '../model/keymap'
import shared from '../reading.module.css'
import { useKeyText } from '../use-keymap'
import styles from './tool-bar.module.css'

interface ToolBarProps {
  tool: Tool
  allowed: readonly AnnotationKind[]
  canUndo: boolean
  canRedo: boolean
  /** Which panels are hidden. */
  hidden: Readonly<Record<'left' | 'right', boolean>>
  onPanel(this: void, side: 'left' | 'right'): void
  onTool(this: void, tool: Tool): void
  /** Carries the selected object on to the pictures beside; missing where it cannot be. */
  onCarry?: (() => void) | undefined
  onUndo(this: void): void
  onRedo(this: void): void
  isHistoryOpen: boolean
  onHistory(this: void): void
  onGuideline(this: void): void
  onKeys(this: void): void
}

/** The keys at hand, which are buttons too. */
export function ToolBar(props: ToolBarProps) {
  const { t } = useTranslation('reading')
  const keyText = useKeyText()
  return (
    <footer className={styles.toolBar} role="toolbar" aria-label={t('tools')} data-region="tools">
      <button
        type="button"
        className={shared.tool}
        aria-pressed={!props.hidden.left}
        aria-label={t('panel.samples')}
        title={t('panel.samplesTitle', { key: keyText('panel-left') })}
        onClick={() => props.onPanel('left')}
      >
        <IconLayoutSidebar size={14} aria-hidden />
      </button>
      {toolsFor(props.allowed).map((tool) => (
        <button
          key={tool}
          type="button"
          className={shared.tool}
          aria-pressed={tool === props.tool}
          title={t(`tool.${tool}`)}
          onClick={() => props.onTool(tool)}
        >
          <kbd>{keyText(`tool-${tool}`)}</kbd> <span className={styles.word}>{t(`tool.${tool}`)}</span>
        </button>
      ))}
      {props.allowed.includes('polygon') && (
        <AssistTools tool={props.tool} onTool={props.onTool} onCarry={props.onCarry} />
      )}
      <span className={styles.spring} />
      <span className={styles.always}>
        <button
          type="button"
          className={shared.tool}
          disabled={!props.canUndo}
          title={t('undo')}
          onClick={props.onUndo}
        >
          <IconArrowBackUp size={14} aria-hidden /> <span className={styles.word}>{t('undo')}</span>
        </button>
        <button
          type="button"
          className={shared.tool}
          disabled={!props.canRedo}
          title={t('redo')}
          onClick={props.onRedo}
        >
          <IconArrowForwardUp size={14} aria-hidden /> <span className={styles.word}>{t('redo')}</span>
        </button>
        <button
          type="button"
          className={shared.tool}
          aria-pressed={props.isHistoryOpen}
          title={t('history.openTitle', { key: keyText('history') })}
          onClick={props.onHistory}
        >
          <IconHistory size={14} aria-hidden /> <span className={styles.word}>{t('history.open')}</span>
        </button>
        <button type="button" className={shared.tool} onClick={props.onGuideline}>
          <kbd>{keyText('guideline')}</kbd> {t('guideline.title')}
        </button>
        <button type="button" className={shared.tool} onClick={props.onKeys}>
          <kbd>?</kbd> {t('help')}
        </button>
        <button
          type="button"
          className={shared.tool}
          aria-pressed={!props.hidden.right}
          aria-label={t('panel.title')}
          title={t('panel.titleTitle', { key: keyText('panel-right') })}
          onClick={() => props.onPanel('right')}
        >
          <IconLayoutSidebarRight size={14} aria-hidden />
        </button>
      </span>
    </footer>
  )
}
