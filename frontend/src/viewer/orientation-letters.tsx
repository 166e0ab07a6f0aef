/** Which side of the patient lies at which side of the screen. */
import { useTranslation } from 'react-i18next'
import { lettersOf } from './anatomy'
import { canvasPoint, toImage, type Affine } from './coordinates'
import type { StackFrame } from './sources'
import { scaled, type Triple } from './vectors'
import styles from './orientation-letters.module.css'

const SIDES = ['right', 'bottom', 'left', 'top'] as const
type Side = (typeof SIDES)[number]

interface OrientationLettersProps {
  frame: Pick<StackFrame, 'plane' | 'dataset'>
  toCanvas: Affine
}

export function OrientationLetters({ frame, toCanvas }: OrientationLettersProps) {
  const { t } = useTranslation('viewer')
  const letters = lettersAround(frame, toCanvas)
  return SIDES.map((side) =>
    letters?.[side] ? (
      <span
        key={side}
        className={styles.letters}
        data-side={side}
        aria-label={t(`sides.${side}`, { letters: letters[side] })}
        role="note"
      >
        {letters[side]}
      </span>
    ) : null,
  )
}

/** By where the pixels lie in the patient; of a radiograph, by what it says of its rows and columns. */
export function lettersAround(
  { plane, dataset }: OrientationLettersProps['frame'],
  map: Affine,
): Record<Side, string> | null {
  const told = dataset?.[PATIENT_ORIENTATION]?.Value
  if (!plane && !isPair(told)) return null
  const towards = (dx: number, dy: number): string => {
    const from = toImage(map, canvasPoint(0, 0))
    const to = toImage(map, canvasPoint(dx, dy))
    const [x, y] = [to.x - from.x, to.y - from.y]
    if (plane) {
      const { columnDirection: c, rowDirection: r, columnSpacing, rowSpacing } = plane
      return lettersOf(unit(sum(scaled(c, x * columnSpacing), scaled(r, y * rowSpacing))))
    }
    return toldTowards(told as readonly [string, string], x, y)
  }
  return { right: towards(1, 0), bottom: towards(0, 1), left: towards(-1, 0), top: towards(0, -1) }
}

const PATIENT_ORIENTATION = '00200020'
const OPPOSITE: Readonly<Record<string, string>> = { L: 'R', R: 'L', A: 'P', P: 'A', H: 'F', F: 'H' }

const isPair = (told: readonly unknown[] | undefined): told is readonly [string, string] =>
  told?.length === 2 && told.every((each) => typeof each === 'string' && /^[LRAPHF]+$/.test(each))

/** Patient Orientation (PS3.3 C.7.6.1.1.1): where the rows go, and where the columns go. */
function toldTowards([alongRow, alongColumn]: readonly [string, string], x: number, y: number): string {
  const isAcross = Math.abs(x) >= Math.abs(y)
  const letters = isAcross ? alongRow : alongColumn
  if ((isAcross ? x : y) >= 0) return letters
  return [...letters].map((letter) => OPPOSITE[letter] ?? '').join('')
}

const sum = (a: Triple, b: Triple): Triple => [a[0] + b[0], a[1] + b[1], a[2] + b[2]]
const unit = (a: Triple): Triple => scaled(a, 1 / (Math.hypot(...a) || 1))
