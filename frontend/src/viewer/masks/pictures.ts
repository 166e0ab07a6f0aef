/** Pictures of letters for the tests: # is set. */
import { runsOf, type Runs } from './runs'

export const picture = (...rows: readonly string[]): Runs =>
  runsOf([...rows.join('')].flatMap((letter, i): [number, number][] => (letter === '#' ? [[i, i + 1]] : [])))

export const drawn = (text: string): Runs => picture(...text.trim().split(/\s+/))

export function asText(runs: Runs, columns: number, rows: number): string[] {
  const letters = Array.from({ length: columns * rows }, () => '.')
  for (let i = 0; i < runs.length; i += 2) letters.fill('#', runs[i], runs[i + 1])
  return Array.from({ length: rows }, (_, row) => letters.slice(row * columns, (row + 1) * columns).join(''))
}
