/** What can be set and done while a mask tool is in hand; each has a key or is a field. */
import { useTranslation } from 'react-i18next'
import { isMaskTool, MASK_TOOLS } from '@/viewer/masks/painting'
import type { ActionName } from '../model/key-table'
import type { Command } from '../model/keys'
import shared from '../reading.module.css'
import { useKeyText } from '../use-keymap'
import type { RoomState } from '../use-room'
import { MASK_ACTS, type MaskAct } from './mask-acts'
import styles from './mask-bar.module.css'
import { LARGEST_BRUSH, SMALLEST_BRUSH } from './settings'

interface MaskBarProps {
  room: RoomState
  onCommand(this: void, command: Command): void
}

export function MaskBar({ room, onCommand }: MaskBarProps) {
  const { t } = useTranslation('reading')
  const keyText = useKeyText()
  const { masks, tool } = room
  if (!isMaskTool(tool)) return null
  const target = masks.selected
  const label = room.labels.find(({ id }) => id === target?.label_id) ?? room.reading.label
  return (
    <div className={styles.bar} role="toolbar" aria-label={t('mask.title')}>
      {MASK_TOOLS.map((each) => (
        <Act
          key={each}
          words={t(`tool.${each}`)}
          keys={keyText(`tool-${each}`)}
          isPressed={each === tool}
          onPress={() => onCommand({ type: 'tool', tool: each })}
        />
      ))}
      <span className={styles.segment} role="status">
        <span className={styles.color} style={{ background: label?.color }} aria-hidden />
        {target
          ? t('mask.paintingOn', { label: label?.name ?? '?' })
          : t('mask.paintingNew', { label: label?.name ?? '?' })}
      </span>
      <button type="button" className={shared.quiet} disabled={!target} onClick={masks.startAnew}>
        {t('mask.new')}
      </button>
      <Fields room={room} />
      {MASK_ACTS.map((act) => (
        <Act
          key={act}
          words={t(`mask.act.${act}`)}
          keys={keyText(keyOfAct(act))}
          isDisabled={!target}
          onPress={() => onCommand({ type: 'mask', act })}
        />
      ))}
    </div>
  )
}

const keyOfAct = (act: MaskAct): ActionName => `mask-${act}`

interface ActProps {
  words: string
  keys: string
  isPressed?: boolean
  isDisabled?: boolean
  onPress(this: void): void
}

const Act = ({ words, keys, isPressed, isDisabled = false, onPress }: ActProps) => (
  <button
    type="button"
    className={shared.quiet}
    aria-pressed={isPressed}
    disabled={isDisabled}
    title={keys ? `${words} (${keys})` : words}
    onClick={onPress}
  >
    {words}
  </button>
)

function Fields({ room: { masks, tool } }: { room: RoomState }) {
  const { t } = useTranslation('reading')
  const keyText = useKeyText()
  const { settings, change } = masks
  const { range } = settings
  const hasSize = tool === 'brush' || tool === 'eraser'
  const keys = `${keyText('brush-smaller')} ${keyText('brush-larger')}`
  return (
    <>
      {hasSize && (
        <label title={`${t('mask.size')} (${keys})`}>
          {t('mask.size')}
          <input
            type="range"
            min={SMALLEST_BRUSH}
            max={100}
            value={Math.min(100, settings.diameter)}
            onChange={(event) => change({ diameter: event.target.valueAsNumber })}
          />
          <NumberField
            label={t('mask.sizeInPixels')}
            value={settings.diameter}
            least={SMALLEST_BRUSH}
            most={LARGEST_BRUSH}
            onSay={(diameter) => change({ diameter })}
          />
        </label>
      )}
      <label title={`${t('mask.rangeTitle')} (${keyText('mask-range')})`}>
        <input
          type="checkbox"
          checked={settings.hasRange}
          onChange={(event) => change({ hasRange: event.target.checked })}
        />
        {t('mask.range')}
      </label>
      {settings.hasRange && (
        <>
          <NumberField
            label={t('mask.low')}
            value={range.low}
            onSay={(low) => change({ range: { ...range, low } })}
          />
          –
          <NumberField
            label={t('mask.high')}
            value={range.high}
            onSay={(high) => change({ range: { ...range, high } })}
          />
        </>
      )}
      {tool === 'grow' && !settings.hasRange && (
        <label title={t('mask.toleranceTitle')}>
          ±
          <NumberField
            label={t('mask.tolerance')}
            value={settings.tolerance}
            least={0}
            onSay={(tolerance) => change({ tolerance })}
          />
        </label>
      )}
      <label>
        {t('mask.opacity')}
        <input
          type="range"
          min={0}
          max={100}
          step={5}
          value={settings.opacity}
          onChange={(event) => change({ opacity: event.target.valueAsNumber })}
        />
      </label>
      <label title={t('mask.fewestTitle')}>
        {t('mask.fewest')}
        <NumberField
          label={t('mask.fewestTitle')}
          value={settings.fewest}
          least={1}
          onSay={(fewest) => change({ fewest })}
        />
      </label>
      <label title={t('mask.onAllTitle')}>
        <input
          type="checkbox"
          checked={settings.isOnAll}
          onChange={(event) => change({ isOnAll: event.target.checked })}
        />
        {t('mask.onAll')}
      </label>
    </>
  )
}

interface NumberFieldProps {
  label: string
  value: number
  least?: number
  most?: number
  onSay(this: void, value: number): void
}

/** What is typed counts as soon as it is a number within its bounds. */
function NumberField({ label, value, least = -Infinity, most = Infinity, onSay }: NumberFieldProps) {
  return (
    <input
      key={value}
      type="number"
      className={styles.number}
      aria-label={label}
      defaultValue={value}
      {...(Number.isFinite(least) && { min: least })}
      {...(Number.isFinite(most) && { max: most })}
      onBlur={(event) => {
        const said = event.target.valueAsNumber
        if (Number.isFinite(said)) onSay(Math.min(most, Math.max(least, said)))
        else event.target.value = String(value)
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur()
      }}
    />
  )
}
