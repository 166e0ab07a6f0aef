/** An operation of the journal in words. */
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { Label } from '../model/examination'
import type { Written } from '../model/written'

const flags = ['tentative', 'bad_quality', 'no_finding'] as const

export function useWhatWasDone({ operation }: Written, labels: readonly Label[]): string {
  const { t } = useTranslation('reading')
  const way = operation.step?.way ?? 'forward'
  const what = inWords(operation, labels, t)
  return way === 'forward' ? what : `${t(`history.ways.${way}`)}: ${what}`
}

function inWords(operation: Written['operation'], labels: readonly Label[], t: TFunction<'reading'>): string {
  switch (operation.kind) {
    case 'put_annotation': {
      const { label_id, kind } = operation.annotation
      const label = labels.find(({ id }) => id === label_id)?.name ?? '?'
      const shape = kind === 'image_label' ? t('panel.wholeImageShort') : t(`tool.${kind}`)
      return t('history.put', { label, kind: shape })
    }
    case 'delete_annotation':
      return t('history.delete')
    case 'paint_mask':
      return t('history.painted', { count: operation.slices.length })
    case 'set_state':
      return t(`history.state.${operation.state}`)
    case 'set_flags':
      return flags
        .filter((flag) => typeof operation[flag] === 'boolean')
        .map((flag) => t(operation[flag] ? 'history.on' : 'history.off', { flag: t(`history.flag.${flag}`) }))
        .concat('comment' in operation && operation.comment ? [t('history.flag.comment')] : [])
        .join(', ')
  }
}
