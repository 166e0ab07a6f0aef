import { Button, Menu, Text } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import type { ExtractionRun } from '@/api/types'
import { AnchorMenuItem } from '@/components/links'
import { csvUrl, runPresetUrl, zipUrl } from '../results-api'
import { useText } from '../messages'

/** The whole table as files, whatever of it is shown: in full precision, with where each value came from. */
export function DownloadMenu({ run }: { run: ExtractionRun }) {
  const t = useText()
  const files = [
    { id: 'wide', url: csvUrl(run.id, 'wide', 'pyradiomics') },
    { id: 'long', url: csvUrl(run.id, 'long', 'pyradiomics') },
    { id: 'quantimage', url: csvUrl(run.id, 'wide', 'quantimage') },
    { id: 'zip', url: zipUrl(run.id) },
  ] as const
  return (
    <Menu position="bottom-end" width={340} shadow="md" withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <Button
          size="xs"
          variant="default"
          disabled={run.done_count === 0}
          rightSection={<IconChevronDown size={14} aria-hidden />}
        >
          {t('download.title')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {files.map(({ id, url }) => (
          <Item key={id} url={url} label={t(`download.${id}`)} hint={t(`download.${id}Hint`)} />
        ))}
        <Menu.Divider />
        <Item url={runPresetUrl(run.id)} label={t('download.preset')} hint={t('download.presetHint')} />
      </Menu.Dropdown>
    </Menu>
  )
}

function Item({ url, label, hint }: { url: string; label: string; hint: string }) {
  return (
    <AnchorMenuItem href={url} download>
      {label}
      <Text size="xs" c="dimmed">
        {hint}
      </Text>
    </AnchorMenuItem>
  )
}
