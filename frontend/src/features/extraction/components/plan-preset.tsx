import { Collapse, Group, Button, Select, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react'
import { useId } from 'react'
import type { ExtractionPreset } from '@/api/types'
import { LinkAnchor } from '@/components/links'
import { Panel } from '@/components/panel'
import { useText } from '../messages'
import { PresetSections } from './preset-sections'

interface PlanPresetProps {
  presets: readonly ExtractionPreset[]
  preset: ExtractionPreset | undefined
  onChoose: (id: string | null) => void
}

/** Which preset computes, and what it does, for those who want to see. */
export function PlanPreset({ presets, preset, onChoose }: PlanPresetProps) {
  const t = useText()
  const [isOpen, { toggle }] = useDisclosure(false)
  const detailsId = useId()
  const Chevron = isOpen ? IconChevronUp : IconChevronDown
  return (
    <Panel title={t('plan.presetTitle')}>
      <Stack gap="md">
        <Group align="flex-end" gap="md" wrap="nowrap">
          <Select
            label={t('preset.one')}
            flex={1}
            maw={400}
            data={presets.map(({ id, name, version }) => ({
              value: id,
              label: t('presetName', { name, version }),
            }))}
            value={preset?.id ?? null}
            onChange={onChoose}
            allowDeselect={false}
            searchable={presets.length > 8}
          />
          {preset && (
            <Button
              variant="default"
              style={{ flex: 'none' }}
              onClick={toggle}
              aria-expanded={isOpen}
              aria-controls={detailsId}
              rightSection={<Chevron size={14} aria-hidden />}
            >
              {t('plan.presetDetails')}
            </Button>
          )}
        </Group>
        {preset && (
          <Text size="sm" c="dimmed" maw={900}>
            {preset.description}{' '}
            {preset.regions === 'combined' ? t('preset.combinedHint') : t('preset.referencedHint')}
          </Text>
        )}
        <Collapse expanded={isOpen} id={detailsId}>
          {preset && (
            <Stack gap="md" pt="sm">
              <PresetSections sections={preset.sections} />
              <LinkAnchor to="/extraction-presets/$presetId" params={{ presetId: preset.id }}>
                {t('plan.openPreset')}
              </LinkAnchor>
            </Stack>
          )}
        </Collapse>
      </Stack>
    </Panel>
  )
}
