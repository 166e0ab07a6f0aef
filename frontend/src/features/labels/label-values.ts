/** A label as its form holds it: everything is there, nothing is null. */
import type { Label, LabelCreate } from '@/api/types'

export type Attribute = NonNullable<Label['attributes']>[number]
export const kinds = ['choice', 'number', 'text', 'yes_no'] as const satisfies readonly Attribute['kind'][]

export interface AttributeValues {
  /** Of this form only, so that rows keep their fields while others go. */
  key: string
  kind: Attribute['kind']
  name: string
  required: boolean
  /** One a line. */
  options: string
  min: number | ''
  max: number | ''
  unit: string
}

export interface LabelValues {
  name: string
  color: string
  description: string
  shortcut: string
  concept: { scheme: string; code: string; meaning: string }
  attributes: AttributeValues[]
}

let rows = 0
export const newAttribute = (): AttributeValues => ({
  key: String((rows += 1)),
  kind: 'choice',
  name: '',
  required: false,
  options: '',
  min: '',
  max: '',
  unit: '',
})

export const emptyLabel = (color: string): LabelValues => ({
  name: '',
  color,
  description: '',
  shortcut: '',
  concept: { scheme: '', code: '', meaning: '' },
  attributes: [],
})

export const valuesOf = ({
  name,
  color,
  description,
  shortcut,
  concept,
  attributes,
}: Label): LabelValues => ({
  name,
  color,
  description: description ?? '',
  shortcut: shortcut ?? '',
  concept: concept ?? { scheme: '', code: '', meaning: '' },
  attributes: (attributes ?? []).map(rowOf),
})

function rowOf(attribute: Attribute): AttributeValues {
  const row = {
    ...newAttribute(),
    kind: attribute.kind,
    name: attribute.name,
    required: !!attribute.required,
  }
  if (attribute.kind === 'choice') return { ...row, options: attribute.options.join('\n') }
  if (attribute.kind !== 'number') return row
  return { ...row, min: attribute.min ?? '', max: attribute.max ?? '', unit: attribute.unit ?? '' }
}

export const optionsOf = ({ options }: AttributeValues): string[] =>
  options
    .split('\n')
    .map((option) => option.trim())
    .filter(Boolean)

function attributeOf(row: AttributeValues): Attribute {
  const { kind, required } = row
  const name = row.name.trim()
  if (kind === 'choice') return { kind, name, required, options: optionsOf(row) }
  if (kind !== 'number') return { kind, name, required }
  const { min, max, unit } = row
  return {
    kind,
    name,
    required,
    min: min === '' ? null : min,
    max: max === '' ? null : max,
    unit: unit.trim() || null,
  }
}

/** As the server takes it. */
export function bodyOf(values: LabelValues): LabelCreate {
  const { name, color, description, concept, attributes } = values
  return {
    name,
    color,
    description,
    concept: concept.code ? concept : null,
    shortcut: (values.shortcut || null) as LabelCreate['shortcut'] & (string | null),
    attributes: attributes.length ? attributes.map(attributeOf) : null,
  }
}
