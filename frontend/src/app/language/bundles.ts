/** The words of every part in every language but English, each fetched when a page first needs it. */

const files = import.meta.glob<object>(['/src/**/locales/*.json', '!/src/**/locales/en.json'], {
  import: 'default',
})

/** `/src/features/annotation-imports/locales/de.json` holds `annotationImports` in `de`. */
export function placeOf(path: string): { namespace: string; language: string } {
  const [, folder = '', language = ''] = /([^/]+)\/locales\/(\w+)\.json$/.exec(path) ?? []
  const namespace = folder.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
  return { namespace: namespace === 'lib' ? 'common' : namespace, language }
}

const keyOf = (language: string, namespace: string) => `${language}/${namespace}`
const loaders = new Map(
  Object.entries(files).map(([path, load]) => {
    const { namespace, language } = placeOf(path)
    return [keyOf(language, namespace), load]
  }),
)

export const loadBundle = (language: string, namespace: string): Promise<object | undefined> =>
  loaders.get(keyOf(language, namespace))?.() ?? Promise.resolve(undefined)

/** The parts that a language has words of. */
export const partsIn = (language: string): string[] =>
  [...loaders.keys()].filter((key) => key.startsWith(`${language}/`)).map((key) => key.split('/')[1]!)

/** The languages there are, as they call themselves. */
export const LANGUAGES = (
  [
    ['en', 'English'],
    ['de', 'Deutsch'],
    ['fr', 'Français'],
    ['es', 'Español'],
    ['pl', 'Polski'],
  ] as const
).filter(([language]) => language === 'en' || loaders.has(keyOf(language, 'common')))

export type Language = (typeof LANGUAGES)[number][0]
