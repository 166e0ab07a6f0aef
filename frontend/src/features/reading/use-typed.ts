import { useEffect, useRef, useState } from 'react'

const PAUSE_MS = 800

/** Typing is saved when it pauses, and at the latest when the field is left. */
export function useTyped(words: string, say: (words: string) => void) {
  const [typed, setTyped] = useState<string | null>(null)
  const latest = useRef({ typed, say })
  useEffect(() => {
    latest.current = { typed, say }
  })
  const sayNow = () => {
    if (latest.current.typed !== null) latest.current.say(latest.current.typed)
  }
  useEffect(() => {
    if (typed === null) return
    const pause = setTimeout(sayNow, PAUSE_MS)
    return () => clearTimeout(pause)
  }, [typed])
  return {
    value: typed ?? words,
    type: setTyped,
    sayNow,
    leave: () => {
      sayNow()
      setTyped(null)
    },
  }
}
