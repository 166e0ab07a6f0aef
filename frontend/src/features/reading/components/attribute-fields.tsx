import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { isWithin, type Said } from '../model/attributes'
import type { Attribute, AttributeValue, Label } from '../model/examination'
import { useTyped } from '../use-typed'
import styles from './attribute-fields.module.css'

const LONGEST_TEXT = 500

interface AttributeFieldsProps {
  label: Label | null
  said: Said
  onSay(this: void, name: string, value: AttributeValue | null): void
}

/** What the label asks of an object, and what is said so far. */
export function AttributeFields({ label, said, onSay }: AttributeFieldsProps) {
  return (label?.attributes ?? []).map((attribute) => (
    <Field
      key={attribute.name}
      attribute={attribute}
      value={said?.[attribute.name] ?? null}
      onSay={(value) => onSay(attribute.name, value)}
    />
  ))
}

interface FieldProps<Asked extends Attribute = Attribute> {
  attribute: Asked
  value: AttributeValue | null
  onSay(this: void, value: AttributeValue | null): void
}

function Field(props: FieldProps) {
  const { attribute, value } = props
  const id = useId()
  const unit = attribute.kind === 'number' && attribute.unit ? ` (${attribute.unit})` : ''
  const isMissing = Boolean(attribute.required) && value === null
  return (
    <div className={styles.row} data-missing={isMissing}>
      <label htmlFor={id}>
        {attribute.name}
        {unit}
        {attribute.required && <span aria-hidden> *</span>}
      </label>
      <Input id={id} {...props} />
    </div>
  )
}

function Input({ attribute, ...props }: FieldProps & { id: string }) {
  switch (attribute.kind) {
    case 'choice':
      return <Choice attribute={attribute} {...props} />
    case 'yes_no':
      return <YesNo attribute={attribute} {...props} />
    case 'number':
      return <NumberInput attribute={attribute} {...props} />
    case 'text':
      return <TextInput attribute={attribute} {...props} />
  }
}

type InputProps<Kind extends Attribute['kind']> = FieldProps<Attribute & { kind: Kind }> & { id: string }

function Choice({ id, attribute, value, onSay }: InputProps<'choice'>) {
  // An object keeps what is no longer offered.
  const own = typeof value === 'string' && !attribute.options.includes(value) ? [value] : []
  return (
    <select
      id={id}
      required={Boolean(attribute.required)}
      value={typeof value === 'string' ? value : ''}
      onChange={(event) => onSay(event.target.value || null)}
    >
      <option value="">–</option>
      {[...attribute.options, ...own].map((option) => (
        <option key={option}>{option}</option>
      ))}
    </select>
  )
}

function YesNo({ id, attribute, value, onSay }: InputProps<'yes_no'>) {
  const { t } = useTranslation('reading')
  const chosen = { yes: true, no: false }
  return (
    <select
      id={id}
      required={Boolean(attribute.required)}
      value={typeof value === 'boolean' ? (value ? 'yes' : 'no') : ''}
      onChange={(event) => onSay(chosen[event.target.value as 'yes' | 'no'] ?? null)}
    >
      <option value="">–</option>
      <option value="yes">{t('attributes.yes')}</option>
      <option value="no">{t('attributes.no')}</option>
    </select>
  )
}

function NumberInput({ id, attribute, value, onSay }: InputProps<'number'>) {
  const { t } = useTranslation('reading')
  const {
    value: typed,
    type,
    leave,
  } = useTyped(value === null ? '' : String(value), (words) => {
    if (words === '') onSay(null)
    else if (isWithin(attribute, Number(words))) onSay(Number(words))
  })
  const isOut = typed !== '' && !isWithin(attribute, Number(typed))
  const { min, max } = attribute
  return (
    <>
      <input
        id={id}
        type="number"
        step="any"
        min={min ?? undefined}
        max={max ?? undefined}
        required={Boolean(attribute.required)}
        aria-invalid={isOut}
        aria-describedby={isOut ? `${id}-bounds` : undefined}
        value={typed}
        onChange={(event) => type(event.target.value)}
        onBlur={leave}
      />
      {isOut && (
        <span id={`${id}-bounds`} role="alert" className={styles.fault}>
          {t('attributes.bounds', { min: min ?? '−∞', max: max ?? '∞' })}
        </span>
      )}
    </>
  )
}

function TextInput({ id, attribute, value, onSay }: InputProps<'text'>) {
  const field = useTyped(typeof value === 'string' ? value : '', (words) => onSay(words.trim() || null))
  return (
    <input
      id={id}
      type="text"
      maxLength={LONGEST_TEXT}
      required={Boolean(attribute.required)}
      value={field.value}
      onChange={(event) => field.type(event.target.value)}
      onBlur={field.leave}
    />
  )
}
