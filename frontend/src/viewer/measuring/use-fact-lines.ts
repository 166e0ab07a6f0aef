import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import '../messages'
import type { Geometry } from '../geometry'
import type { Calibration } from '../sources'
import type { View } from '../view'
import { factLines, factsOf, type Say } from './facts'

/** What a shape on the picture measures, line by line, in the reader's language. */
export function useFactLines(): (view: View, geometry: Geometry, scale: Calibration | null) => string[] {
  const { t, i18n } = useTranslation('viewer')
  const { language } = i18n
  return useCallback(
    (view, geometry, scale) => {
      const say: Say = (key, values) => t(key, { ...values })
      return factLines(factsOf(view, geometry, scale), say, language)
    },
    [t, language],
  )
}
