import { ActionIcon, Checkbox, Group, Select, Table, TextInput } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import type { HangingRule } from '@/api/types'
import { RowHandle } from '@/components/row-handle'
import { useText } from '../messages'

const layouts = ['1x1', '1x2', '2x2'] as const
const links = ['scroll', 'window', 'zoom'] as const

interface HangingRowProps {
  rule: HangingRule
  index: number
  count: number
  onMove: (to: number) => void
  onChange: (rule: HangingRule) => void
  onRemove: () => void
}

/** One rule: for what it holds, and what it does. */
export function HangingRow({ rule, index, count, onMove, onChange, onRemove }: HangingRowProps) {
  const t = useText()
  const number = index + 1
  const change = (part: Partial<HangingRule>) => onChange({ ...rule, ...part })
  const shared = rule.links ?? []
  return (
    <Table.Tr>
      <Table.Td>
        <RowHandle label={t('hanging.move', { number })} index={index} count={count} onMove={onMove} />
      </Table.Td>
      <Table.Td>
        <CodeInput
          label={t('hanging.modalityOf', { number })}
          value={rule.modality}
          onChange={(modality) => change({ modality })}
        />
      </Table.Td>
      <Table.Td>
        <CodeInput
          label={t('hanging.bodyPartOf', { number })}
          value={rule.body_part}
          onChange={(body_part) => change({ body_part })}
        />
      </Table.Td>
      <Table.Td>
        <Select
          aria-label={t('hanging.layoutOf', { number })}
          data={layouts.map((value) => ({ value, label: t(`hanging.layouts.${value}`) }))}
          value={rule.layout}
          allowDeselect={false}
          onChange={(layout) => layout && change({ layout: layout })}
          size="xs"
        />
      </Table.Td>
      <Table.Td>
        <Group gap="xs" wrap="nowrap">
          {links.map((link) => (
            <Checkbox
              key={link}
              size="xs"
              label={t(`hanging.link.${link}`)}
              checked={shared.includes(link)}
              onChange={({ currentTarget }) =>
                change({
                  links: links.filter((each) =>
                    each === link ? currentTarget.checked : shared.includes(each),
                  ),
                })
              }
            />
          ))}
        </Group>
      </Table.Td>
      <Table.Td>
        <Checkbox
          size="xs"
          aria-label={t('hanging.priorOf', { number })}
          checked={rule.with_prior ?? false}
          onChange={({ currentTarget }) => change({ with_prior: currentTarget.checked })}
        />
      </Table.Td>
      <Table.Td>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('hanging.remove', { number })}
          onClick={onRemove}
        >
          <IconTrash size={16} aria-hidden />
        </ActionIcon>
      </Table.Td>
    </Table.Tr>
  )
}

interface CodeInputProps {
  label: string
  value: string | null | undefined
  onChange: (value: string | null) => void
}

/** A code string of DICOM, in capitals; empty: any. */
function CodeInput({ label, value, onChange }: CodeInputProps) {
  const t = useText()
  return (
    <TextInput
      aria-label={label}
      placeholder={t('hanging.any')}
      value={value ?? ''}
      maxLength={16}
      size="xs"
      onChange={({ currentTarget }) =>
        onChange(currentTarget.value.toUpperCase().replace(/[^A-Z0-9 _]/g, '') || null)
      }
    />
  )
}
