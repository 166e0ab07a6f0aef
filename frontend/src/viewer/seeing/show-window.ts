/** Making the viewport show a window, a table, or everything. */
import { Enums, getShouldUseCPURendering, utilities, type StackViewport } from '@cornerstonejs/core'
import { grey, type LookupTable } from './lookup-table'
import type { VoiFunction, Window } from './presets'

const FUNCTIONS: Readonly<Record<VoiFunction, Enums.VOILUTFunctionType>> = {
  LINEAR: Enums.VOILUTFunctionType.LINEAR,
  LINEAR_EXACT: Enums.VOILUTFunctionType.LINEAR_EXACT,
  SIGMOID: Enums.VOILUTFunctionType.SAMPLED_SIGMOID,
}

export function showWindow(viewport: StackViewport, { width, level, shape }: Window): void {
  forgetTable(viewport)
  const wanted = FUNCTIONS[shape]
  // The CPU mode shows straight windows only, and says so by throwing.
  if (!getShouldUseCPURendering()) viewport.setProperties({ VOILUTFunction: wanted })
  const voiRange = utilities.windowLevel.toLowHighRange(width, level, wanted)
  viewport.setProperties({ voiRange })
}

/** From the darkest to the brightest value of the picture. */
export function showAll(viewport: StackViewport): void {
  const image = viewport.getCornerstoneImage()
  const values = image.voxelManager?.getScalarData() ?? image.getPixelData()
  let [least, most] = [Infinity, -Infinity]
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    if (value < least) least = value
    if (value > most) most = value
  }
  if (!(most > least)) most = least + 1
  showWindow(viewport, { width: most - least, level: (most + least) / 2, shape: 'LINEAR_EXACT' })
}

const tabled = new WeakMap<StackViewport, LookupTable>()

/** The table that a viewport shows, if its values are not simply windowed. */
export const shownTable = (viewport: StackViewport): LookupTable | null => tabled.get(viewport) ?? null

/** A grey for each value: the window is what the table spans. */
export function showTable(viewport: StackViewport, table: LookupTable): void {
  if (getShouldUseCPURendering()) return
  const last = table.first + table.entries.length - 1
  showWindow(viewport, {
    width: Math.max(1, last - table.first),
    level: (table.first + last) / 2,
    shape: 'LINEAR_EXACT',
  })
  const colours = transferFunction(viewport)
  if (!colours) return
  const { invert = false } = viewport.getProperties()
  colours.removeAllPoints()
  for (let i = 0; i < table.entries.length; i++) {
    const brightness = grey(table, table.first + i)
    const shown = invert ? 1 - brightness : brightness
    colours.addRGBPoint(table.first + i, shown, shown, shown)
  }
  tabled.set(viewport, table)
}

/** Cornerstone makes the greys anew only when their function changes. */
export function forgetTable(viewport: StackViewport): void {
  if (!tabled.delete(viewport)) return
  for (const shape of [FUNCTIONS.SIGMOID, FUNCTIONS.LINEAR]) viewport.setProperties({ VOILUTFunction: shape })
}

interface TransferFunction {
  removeAllPoints(): void
  addRGBPoint(x: number, red: number, green: number, blue: number): void
}

function transferFunction(viewport: StackViewport): TransferFunction | undefined {
  const actor = viewport.getDefaultActor()?.actor as
    { getProperty(): { getRGBTransferFunction(index: number): TransferFunction | undefined } } | undefined
  return actor?.getProperty().getRGBTransferFunction(0)
}

/** By the name that the standard gives it. */
export function shownFunction(viewport: StackViewport): VoiFunction {
  const { VOILUTFunction: shown } = viewport.getProperties()
  return (Object.keys(FUNCTIONS) as VoiFunction[]).find((name) => FUNCTIONS[name] === shown) ?? 'LINEAR'
}
