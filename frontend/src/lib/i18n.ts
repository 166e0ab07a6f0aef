import i18next, { type BackendModule } from 'i18next'
import { initReactI18next } from 'react-i18next'
import common from './locales/en.json'

/** Every part of the product adds its words here, by module augmentation in its `messages.ts`. */
export interface Messages {
  common: typeof common
}

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common'
    resources: Messages
  }
}

/** Fetches the words of one part in a language other than English; nothing where they are not translated yet. */
export type LoadMessages = (language: string, namespace: string) => Promise<object | undefined>

let load: LoadMessages = () => Promise.resolve(undefined)

/** English comes with each part; every other language part by part, when a page first needs it. */
const lazily: BackendModule = {
  type: 'backend',
  init: () => undefined,
  read: (language, namespace, done) => {
    load(language, namespace).then(
      (messages) => done(null, messages ?? {}),
      (error: Error) => done(error, false),
    )
  },
}

export const i18n = i18next.createInstance()

void i18n
  .use(lazily)
  .use(initReactI18next)
  .init({
    lng: 'en',
    fallbackLng: 'en',
    ns: ['common'],
    defaultNS: 'common',
    resources: { en: { common } },
    partialBundledLanguages: true,
    interpolation: { escapeValue: false },
    initAsync: false,
  })

export function loadMessagesWith(how: LoadMessages): void {
  load = how
}

/** Adds the words of one part: `addMessages('sets', { en })`. */
export function addMessages(namespace: string, bundles: Record<string, object>): void {
  for (const [language, messages] of Object.entries(bundles))
    i18n.addResourceBundle(language, namespace, messages)
}
