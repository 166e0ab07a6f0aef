import { useTranslation } from 'react-i18next'
import { addMessages } from '@/lib/i18n'
import en from './locales/en.json'

declare module '@/lib/i18n' {
  interface Messages {
    distribution: typeof en
  }
}

addMessages('distribution', { en })

export const useText = () => useTranslation('distribution').t
