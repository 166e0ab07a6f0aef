import { useForm } from '@mantine/form'
import { useText as useCommonText } from '@/components/messages'
import { optionsOf, type AttributeValues, type LabelValues } from './label-values'
import { useText } from './messages'

export function useLabelForm(initialValues: LabelValues) {
  const t = useText()
  const common = useCommonText()
  const filled = (words: string) => (words.trim() ? null : common('fieldRequired'))
  return useForm<LabelValues>({
    initialValues,
    validate: {
      name: filled,
      color: (color) => (/^#[0-9a-f]{6}$/i.test(color) ? null : t('colorInvalid')),
      concept: {
        code: (_, { concept }) => {
          const given = Object.values(concept).filter((words) => words.trim()).length
          return given === 0 || given === 3 ? null : t('conceptIncomplete')
        },
      },
      attributes: {
        name: (name, { attributes }) => filled(name) ?? (isTwice(name, attributes) ? t('nameTwice') : null),
        options: (_, values, path) => {
          const row = values.attributes[Number(path.split('.')[1])]
          if (row?.kind !== 'choice') return null
          const options = optionsOf(row)
          if (!options.length) return t('optionsNeeded')
          return new Set(options).size < options.length ? t('optionsTwice') : null
        },
        max: (max, values, path) => {
          const row = values.attributes[Number(path.split('.')[1])]
          const isWrong = row?.kind === 'number' && row.min !== '' && max !== '' && row.min > max
          return isWrong ? t('minOverMax') : null
        },
      },
    },
  })
}

const isTwice = (name: string, rows: readonly AttributeValues[]): boolean =>
  rows.filter((row) => row.name.trim() === name.trim()).length > 1
