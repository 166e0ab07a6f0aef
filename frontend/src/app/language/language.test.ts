import { expect, test } from 'vitest'
import { placeOf } from './bundles'
import { languageFor } from './language'

test.each([
  [null, ['en-GB'], 'en'],
  [null, ['xx', 'de-CH', 'en'], 'de'],
  [null, [], 'en'],
  ['de', ['en'], 'de'],
  ['xx', ['de'], 'de'],
])('chosen %s, asked %j: %s', (chosen, asked, language) => {
  expect(languageFor(chosen, asked)).toBe(language)
})

test.each([
  ['/src/lib/locales/de.json', { namespace: 'common', language: 'de' }],
  ['/src/features/annotation-imports/locales/pl.json', { namespace: 'annotationImports', language: 'pl' }],
  ['/src/app/home/locales/fr.json', { namespace: 'home', language: 'fr' }],
])('%s', (path, place) => {
  expect(placeOf(path)).toEqual(place)
})
