import { Select, type SelectProps, Text } from '@mantine/core'

export interface Choice<Value extends string> {
  value: Value
  label: string
  /** What choosing it means, in a few words. */
  hint: string
}

export interface ChoiceSelectProps<Value extends string> extends Omit<
  SelectProps,
  'data' | 'value' | 'onChange'
> {
  choices: readonly Choice<Value>[]
  value: Value
  onChange: (value: Value) => void
}

/** One of a few, with what it means beside its name. */
export function ChoiceSelect<Value extends string>({
  choices,
  value,
  onChange,
  ...rest
}: ChoiceSelectProps<Value>) {
  const hintOf = (chosen: string) => choices.find((choice) => choice.value === chosen)?.hint
  return (
    <Select
      data={choices.map(({ value, label }) => ({ value, label }))}
      value={value}
      onChange={(chosen) => chosen && onChange(chosen as Value)}
      allowDeselect={false}
      comboboxProps={{ width: 300, position: 'bottom-start' }}
      renderOption={({ option }) => (
        <div>
          <Text size="sm">{option.label}</Text>
          <Text size="xs" c="dimmed">
            {hintOf(option.value)}
          </Text>
        </div>
      )}
      {...rest}
    />
  )
}
