import { useCallback, useEffect, useState } from 'react'
import type { PaintTrouble } from '@/viewer/masks/painting'

export type Note =
  | 'nothingRead'
  | 'finished'
  | 'first'
  | 'last'
  | 'noLabel'
  | 'drawNeedsLabel'
  | 'notReady'
  | 'hasFindings'
  | 'locked'
  | 'hidden'
  | 'allHidden'
  | 'nothingSelected'
  | 'attributeMissing'
  | 'noCorner'
  | 'cornerStays'
  | 'notCopied'
  | 'lastPicture'
  | 'selectMask'
  | 'nothingToDo'
  | PaintTrouble
  | 'nothingProposed'
  | 'nothingToCarry'
  | 'assistFailed'

const NOTE_MS = 4_000

/** One short sentence at a time, which goes away by itself. */
export function useNote(): [Note | null, (note: Note) => void] {
  const [note, setNote] = useState<{ note: Note } | null>(null)
  useEffect(() => {
    if (!note) return
    const timer = setTimeout(() => setNote(null), NOTE_MS)
    return () => clearTimeout(timer)
  }, [note])
  const tell = useCallback((next: Note) => setNote({ note: next }), [])
  return [note?.note ?? null, tell]
}
