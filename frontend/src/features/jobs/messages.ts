import { useTranslation } from 'react-i18next'
import { addMessages } from '@/lib/i18n'
import en from './locales/en.json'

declare module '@/lib/i18n' {
  interface Messages {
    jobs: typeof en
  }
}

addMessages('jobs', { en })

export const useText = () => useTranslation('jobs').t
