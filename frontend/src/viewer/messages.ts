import { addMessages } from '@/lib/i18n'
import en from './locales/en.json'

declare module '@/lib/i18n' {
  interface Messages {
    viewer: typeof en
  }
}

addMessages('viewer', { en })
