/** Directions in the patient, in DICOM's letters (PS3.3 C.7.6.1.1.1): left and right, back and front, head and feet. */
import { scaled, type Triple } from './vectors'

const LETTERS = [
  ['L', 'R'],
  ['P', 'A'],
  ['H', 'F'],
] as const

/** What is less than this part of a direction is not told: two degrees. */
const LEAST = 0.035

/** The letters of a direction, the one it follows most first: `A` is to the front, `AH` more to the front than up. */
export function lettersOf(direction: Triple): string {
  return direction
    .map((part, axis) => ({ size: Math.abs(part), letter: LETTERS[axis]![part > 0 ? 0 : 1] }))
    .filter(({ size }) => size > LEAST)
    .sort((a, b) => b.size - a.size)
    .map(({ letter }) => letter)
    .join('')
}

/** The letters of where a direction comes from. */
export const lettersOpposite = (direction: Triple): string => lettersOf(scaled(direction, -1))
