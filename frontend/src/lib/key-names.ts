/** How keys are written for people: `Ctrl+Shift+KeyZ` is Ctrl+Shift+Z. */
import { i18n } from './i18n'

const names: Record<string, string> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Backslash: '\\',
  Backquote: '`',
  BracketLeft: '[',
  BracketRight: ']',
  Comma: ',',
  Delete: 'Del',
  Equal: '+',
  Escape: 'Esc',
  Minus: '−',
  Period: '.',
  Quote: "'",
  Semicolon: ';',
  Slash: '/',
}

/** What is printed on the keys of this keyboard, by code, where the browser tells. */
export type KeyboardLayout = Pick<ReadonlyMap<string, string>, 'get'>

interface WithKeyboard {
  keyboard?: { getLayoutMap?: () => Promise<KeyboardLayout> }
}

let layout: KeyboardLayout | null = null

/** Asks the browser for the keyboard; where it does not tell, an American one is assumed. */
export async function learnLayout(): Promise<void> {
  layout = (await (navigator as WithKeyboard).keyboard?.getLayoutMap?.().catch(() => null)) ?? null
}

export function keyName(code: string): string {
  const printed = /^(Key|Digit)|^(Bracket|Semicolon|Quote|Backslash|Slash|Comma|Period)/.test(code)
    ? layout?.get(code)
    : undefined
  if (printed) return printed.toUpperCase()
  return names[code] ?? code.replace(/^(Key|Digit)/, '').replace(/^Numpad(?=.)/, 'Num ')
}

export function chordText(chord: string): string {
  const parts = chord.split('+')
  const held = parts.slice(0, -1).map((name) => (name === 'Ctrl' ? i18n.t('common:ctrl') : name))
  return [...held, keyName(parts.at(-1)!)].join('+')
}

/** Several keys, one text each; the four arrows, and the digits, are told together. */
export function chordsText(chords: readonly string[]): string[] {
  const [, held = '', family] = /^(.*\+)?(Arrow|Digit)/.exec(chords[0] ?? '') ?? []
  if (family === 'Arrow' && chords.length === 4) return [`${held}← → ↑ ↓`]
  if (family === 'Digit' && chords.length >= 9) return [`${held}1 … 9, 0`]
  return chords.map(chordText)
}
