import { Button, Radio, Stack, Table, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import type { HangingRule } from '@/api/types'
import { USUAL_HANGING } from '@/lib/usual-hanging'
import { useText } from '../messages'
import { HangingRow } from './hanging-row'

const NEW_RULE: HangingRule = {
  modality: null,
  body_part: null,
  layout: '1x2',
  with_prior: true,
  links: ['scroll'],
}

interface HangingFieldsProps {
  /** Null: as is usual. */
  rules: readonly HangingRule[] | null
  onChange: (rules: HangingRule[] | null) => void
}

/** How images are laid out when a sample is opened: the first rule that fits, holds. */
export function HangingFields({ rules, onChange }: HangingFieldsProps) {
  const t = useText()
  return (
    <Radio.Group
      label={t('hanging.title')}
      description={t('hanging.hint')}
      value={rules ? 'own' : 'usual'}
      onChange={(kind) => onChange(kind === 'own' ? [...USUAL_HANGING] : null)}
    >
      <Stack gap={6} mt={6}>
        <Radio value="usual" label={t('hanging.usual')} description={t('hanging.usualHint')} size="sm" />
        <Radio value="own" label={t('hanging.own')} size="sm" />
        {rules && <Rules rules={rules} onChange={onChange} />}
      </Stack>
    </Radio.Group>
  )
}

interface RulesProps {
  rules: readonly HangingRule[]
  onChange: (rules: HangingRule[]) => void
}

function Rules({ rules, onChange }: RulesProps) {
  const t = useText()
  const move = (from: number, to: number) => {
    const rule = rules[from]!
    onChange(rules.toSpliced(from, 1).toSpliced(to, 0, rule))
  }
  return (
    <>
      {rules.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('hanging.none')}
        </Text>
      ) : (
        <Table verticalSpacing={4} horizontalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th />
              <Table.Th>{t('hanging.modality')}</Table.Th>
              <Table.Th>{t('hanging.bodyPart')}</Table.Th>
              <Table.Th>{t('hanging.layout')}</Table.Th>
              <Table.Th>{t('hanging.links')}</Table.Th>
              <Table.Th>{t('hanging.prior')}</Table.Th>
              <Table.Th />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rules.map((rule, i) => (
              <HangingRow
                key={i}
                rule={rule}
                index={i}
                count={rules.length}
                onMove={(to) => move(i, to)}
                onChange={(changed) => onChange(rules.with(i, changed))}
                onRemove={() => onChange(rules.toSpliced(i, 1))}
              />
            ))}
          </Table.Tbody>
        </Table>
      )}
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<IconPlus size={14} aria-hidden />}
        disabled={rules.length >= 50}
        onClick={() => onChange([...rules, NEW_RULE])}
        style={{ alignSelf: 'flex-start' }}
      >
        {t('hanging.add')}
      </Button>
    </>
  )
}
