import { useState } from 'react'
import type { Command } from './command'

/** Which of the found commands Enter would run: the first, until the arrow keys choose another. */
export function useActive(commands: readonly Command[], text: string) {
  const [chosen, setChosen] = useState({ text, id: '' })
  const at = chosen.text === text ? commands.findIndex(({ id }) => id === chosen.id) : -1
  const index = Math.max(0, at)
  const move = (by: number) => {
    const next = commands[goTo(index, by, commands.length)]
    if (next) setChosen({ text, id: next.id })
  }
  return { active: commands[index], move }
}

/** Single steps go round; longer ones stop at the ends. */
function goTo(index: number, by: number, length: number): number {
  if (Math.abs(by) === 1) return (index + by + length) % length
  return Math.min(length - 1, Math.max(0, index + by))
}
