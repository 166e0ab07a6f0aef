import { useTranslation } from 'react-i18next'

/** The words that all parts share. */
export const useText = () => useTranslation('common').t
