/** Which sample comes next. */
import type { PackageItem } from './server'

const isOpen = ({ state }: PackageItem): boolean => state !== 'done'

/** The sample that is asked for, else the first one still to be read, else the first. */
export function startIndex(items: readonly PackageItem[], sampleId: string | undefined): number {
  const asked = items.findIndex(({ sample }) => sample.id === sampleId)
  return asked >= 0 ? asked : Math.max(0, items.findIndex(isOpen))
}

/** The next sample still to be read, from the top again after the end; null when all others are done. */
export function nextOpen(items: readonly PackageItem[], index: number): PackageItem | null {
  const inOrder = [...items.slice(index + 1), ...items.slice(0, index)]
  return inOrder.find(isOpen) ?? null
}
