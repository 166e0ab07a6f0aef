import { useTranslation } from 'react-i18next'
import { ALL_VALUES, BEYOND_PRESETS, isTable, presetsOf, type Preset } from '@/viewer/seeing/presets'
import type { View } from '@/viewer/view'
import { windowText } from '@/viewer/window-text'
import type { Command } from '../model/keys'
import styles from './top-bar.module.css'

interface WindowMenuProps {
  view: View | null
  onCommand(this: void, command: Command): void
}

/** The window of the picture, and those it can be given. */
export function WindowMenu({ view, onCommand }: WindowMenuProps) {
  const { t } = useTranslation('reading')
  if (!view?.window) return null
  const presets = presetsOf(view.frame.dataset, view.frame.frame)
  const name = (preset: Preset, index: number) => {
    if (preset.known) return t(`windows.${preset.known}`)
    return preset.name || t(isTable(preset.show) ? 'windows.table' : 'windows.own', { index: index + 1 })
  }
  const now = view.greys.table ? t('windows.shownTable') : windowText(view.window)
  return (
    <select
      className={styles.window}
      aria-label={t('windows.title')}
      value=""
      onChange={(event) => onCommand({ type: 'window', index: Number(event.target.value) })}
    >
      <option value="" hidden>
        {now}
      </option>
      {presets.map((preset, i) => (
        <option key={preset.id} value={i}>
          {i + 1} {name(preset, i)} {preset.show && !isTable(preset.show) ? windowText(preset.show) : ''}
        </option>
      ))}
      <option value={BEYOND_PRESETS}>0 {name(ALL_VALUES, presets.length)}</option>
    </select>
  )
}
