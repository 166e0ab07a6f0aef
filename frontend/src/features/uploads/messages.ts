import { useTranslation } from 'react-i18next'
import { addMessages } from '@/lib/i18n'
import en from './locales/en.json'

declare module '@/lib/i18n' {
  interface Messages {
    uploads: typeof en
  }
}

addMessages('uploads', { en })

export const useText = () => useTranslation('uploads').t
