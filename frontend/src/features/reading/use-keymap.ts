/** The keys of whoever reads, for acting and for every hint. */
import { createContext, use } from 'react'
import { chordText } from '@/lib/key-names'
import type { ActionName } from './model/key-table'
import { isSingleKey, usualKeymap, type Keymap } from './model/keymap'

export const KeymapContext = createContext<Keymap>(usualKeymap)

/** Writes the first key of an action as people read it; empty where it has none that acts. */
export type KeyText = (name: ActionName) => string

export function useKeyText(): KeyText {
  const keymap = use(KeymapContext)
  return (name) => {
    const chord = keymap.chordsOf(name).find((each) => keymap.hasSingleKeys || !isSingleKey(each))
    return chord === undefined ? '' : chordText(chord)
  }
}
