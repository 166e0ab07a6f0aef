import { useTranslation } from 'react-i18next'
import { addMessages } from '@/lib/i18n'
import en from './locales/en.json'

declare module '@/lib/i18n' {
  interface Messages {
    users: typeof en
  }
}

addMessages('users', { en })

export const useText = () => useTranslation('users').t
