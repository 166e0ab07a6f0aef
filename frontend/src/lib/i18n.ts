import i18next from 'i18next'
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

export const i18n = i18next.createInstance()

void i18n.use(initReactI18next).init({
  lng: 'en',
  fallbackLng: 'en',
  defaultNS: 'common',
  resources: { en: { common } },
  interpolation: { escapeValue: false },
  initAsync: false,
})

/** Adds the words of one part: `addMessages('sets', { en })`. */
export function addMessages(namespace: string, bundles: Record<string, object>): void {
  for (const [language, messages] of Object.entries(bundles))
    i18n.addResourceBundle(language, namespace, messages)
}
