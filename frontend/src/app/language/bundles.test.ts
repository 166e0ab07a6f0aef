/** Every language says everything, with the same blanks to fill in and the plural forms that it has. */
import { describe, expect, test } from 'vitest'
import { LANGUAGES, partsIn, placeOf } from './bundles'

type Words = { [key: string]: string | Words }

const files = import.meta.glob<Words>('/src/**/locales/*.json', { import: 'default', eager: true })
const english = Object.entries(files).filter(([path]) => placeOf(path).language === 'en')

/** `panel.title` → its words. */
function flat(words: Words, within = ''): [string, string][] {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string' ? [[within + key, value]] : flat(value, `${within}${key}.`),
  )
}

const PLURAL = /_(zero|one|two|few|many|other)$/

/** The keys that a language needs for those of English: where English counts, its own plural forms. */
function neededIn(language: string, keys: readonly string[]): string[] {
  const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories
  return [
    ...new Set(
      keys.flatMap((key) => {
        const isCounted = PLURAL.test(key) && keys.includes(key.replace(PLURAL, '_other'))
        if (!isCounted || key.endsWith('_zero')) return key
        return forms.map((form) => key.replace(PLURAL, `_${form}`))
      }),
    ),
  ].sort()
}

const blanks = (text: string) => [...text.matchAll(/{{[^}]+}}|<\/?\w+>/g)].map(([blank]) => blank).sort()

test('there is English', () => {
  expect(english.length).toBeGreaterThan(25)
})

test('the words of a language stand beside English ones', () => {
  const namespaces = english.map(([path]) => placeOf(path).namespace)

  for (const [language] of LANGUAGES) expect(namespaces).toEqual(expect.arrayContaining(partsIn(language)))
})

describe.each(LANGUAGES.filter(([language]) => language !== 'en'))('%s', (language) => {
  test.each(english)('says all of %s', (path, words) => {
    const theirs = Object.fromEntries(flat(files[path.replace('en.json', `${language}.json`)] ?? {}))
    const ours = Object.fromEntries(flat(words))

    expect(Object.keys(theirs).sort()).toEqual(neededIn(language, Object.keys(ours)))
  })

  test.each(english)('fills in the same in %s', (path, words) => {
    const ours = Object.fromEntries(flat(words))
    const filled = (key: string) => ours[key] ?? ours[key.replace(PLURAL, '_other')] ?? ''
    const theirs = flat(files[path.replace('en.json', `${language}.json`)] ?? {})
    const other = theirs.filter(([key, text]) => {
      // "One sample" needs no number.
      const needed = /_(zero|one)$/.test(key) ? [] : blanks(filled(key))
      return (
        !needed.every((blank) => text.includes(blank)) || !blanks(text).every((b) => filled(key).includes(b))
      )
    })

    expect(other).toEqual([])
  })
})
