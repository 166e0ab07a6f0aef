import { useEffect, useRef } from 'react'
import { commandFor, type Keymap } from './model/keymap'
import type { Command, KeyContext } from './model/keys'

/** What the room knows; what has the focus is found out at the moment of the press. */
export type RoomContext = Omit<KeyContext, 'isOnPicture'>

/** Typing in a field is typing; a list has keys of its own. */
const OWN_KEYS = 'input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true]'

/** Reads the keys of the room while no dialog is open. `perform` says whether it used the key. */
export function useKeys(
  keymap: Keymap,
  context: () => RoomContext,
  perform: (command: Command) => boolean,
): void {
  const latest = useRef({ keymap, context, perform })
  useEffect(() => {
    latest.current = { keymap, context, perform }
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || document.querySelector('dialog[open]')) return
      const target = event.target instanceof Element ? event.target : document.body
      const hasOwnKeys = target.closest(OWN_KEYS) !== null && event.key !== 'Escape'
      if (hasOwnKeys && !(event.ctrlKey && event.code === 'Enter')) return
      const isOnPicture = target === document.body || target.closest('[role=application]') !== null
      const command = commandFor(event, { ...latest.current.context(), isOnPicture }, latest.current.keymap)
      if (command && latest.current.perform(command)) event.preventDefault()
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])
}
