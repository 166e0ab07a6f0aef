/** Which language the pages speak: the one chosen in the profile, else the first that the browser asks for and we have. */
import { i18n, loadMessagesWith } from '@/lib/i18n'
import { LANGUAGES, loadBundle, partsIn, type Language } from './bundles'

/** Kept here too, so that the page of the sign-in speaks it already. */
const KEPT = 'isocenter-language'

export function languageFor(chosen: string | null, asked: readonly string[]): Language {
  const wanted = [chosen ?? [], asked].flat().map((tag) => tag.split('-')[0])
  return wanted.flatMap((tag) => LANGUAGES.find(([language]) => language === tag)?.[0] ?? [])[0] ?? 'en'
}

/** Before anything is drawn. */
export async function startLanguage(): Promise<void> {
  loadMessagesWith(loadBundle)
  i18n.on('languageChanged', (language) => {
    document.documentElement.lang = language
  })
  await speak(localStorage.getItem(KEPT))
}

/** `null`: what the browser asks for. */
export async function chooseLanguage(chosen: Language | null): Promise<void> {
  if (chosen) localStorage.setItem(KEPT, chosen)
  else localStorage.removeItem(KEPT)
  await speak(chosen)
}

/** Fetches the words that no page has needed yet, so that they are at hand when the server goes away. */
export const fetchAllWords = (): Promise<void> => i18n.loadNamespaces(partsIn(i18n.language))

async function speak(chosen: string | null): Promise<void> {
  const language = languageFor(chosen, navigator.languages)
  if (language !== i18n.language) await i18n.changeLanguage(language)
}
