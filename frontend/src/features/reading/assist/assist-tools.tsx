/** The tools of assistance at the bottom; small, for there are many tools. */
import { IconLasso, IconScissors, IconStackPush, IconWand } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { ASSIST_TOOLS, type AssistTool } from '@/viewer/assist/tools'
import type { Tool } from '@/viewer/image-viewport'
import shared from '../reading.module.css'
import { useKeyText } from '../use-keymap'

const ICONS: Record<AssistTool, typeof IconLasso> = {
  scissors: IconScissors,
  'find-object': IconLasso,
  'grow-3d': IconWand,
}

interface AssistToolsProps {
  tool: Tool
  onTool(this: void, tool: Tool): void
  /** Carries the selected object on; missing where it cannot be. */
  onCarry?: (() => void) | undefined
}

export function AssistTools({ tool, onTool, onCarry }: AssistToolsProps) {
  const { t } = useTranslation('reading')
  const keyText = useKeyText()
  const titled = (does: string, keys: string) => (keys ? `${does} (${keys})` : does)
  return (
    <>
      {ASSIST_TOOLS.map((each) => {
        const Icon = ICONS[each]
        return (
          <button
            key={each}
            type="button"
            className={shared.tool}
            aria-pressed={each === tool}
            aria-label={t(`tool.${each}`)}
            title={titled(t(`keys.does.tool-${each}`), keyText(`tool-${each}`))}
            onClick={() => onTool(each)}
          >
            <Icon size={14} aria-hidden />
          </button>
        )
      })}
      <button
        type="button"
        className={shared.tool}
        aria-label={t('assist.carry')}
        title={titled(t('keys.does.carry'), keyText('carry'))}
        disabled={!onCarry}
        onClick={onCarry}
      >
        <IconStackPush size={14} aria-hidden />
      </button>
    </>
  )
}
