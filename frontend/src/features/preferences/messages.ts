import { useTranslation } from 'react-i18next'
import { addMessages } from '@/lib/i18n'
import en from './locales/en.json'

declare module '@/lib/i18n' {
  interface Messages {
    preferences: typeof en
  }
}

addMessages('preferences', { en })

export const useText = () => useTranslation('preferences').t
