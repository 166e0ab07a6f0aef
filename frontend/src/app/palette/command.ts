import type { Icon } from '@tabler/icons-react'
import type { ReactNode } from 'react'

/** Something to go to or to do. */
export interface Command {
  id: string
  label: string
  /** What tells it from others of the same name. */
  hint?: string | undefined
  icon: Icon
  /** Other words that it is found by. */
  words?: string
  run: () => void
}

export interface CommandSection {
  id: string
  title: string
  commands: readonly Command[]
  /** What stands in for commands: that they are being looked for, or could not be. */
  note?: ReactNode
}

/** Without regard to case and accents: each word must occur somewhere. */
export function matches(command: Pick<Command, 'label' | 'hint' | 'words'>, text: string): boolean {
  const where = plain([command.label, command.hint, command.words].filter(Boolean).join(' '))
  return plain(text)
    .split(/\s+/)
    .every((word) => where.includes(word))
}

const plain = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()
    .trim()
