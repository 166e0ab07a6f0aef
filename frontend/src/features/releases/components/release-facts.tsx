import { Button, Group, Stack, Text } from '@mantine/core'
import { CopyField } from '@/components/copy-field'
import { Fact, Facts } from '@/components/fact'
import { LinkAnchor } from '@/components/links'
import { Meter } from '@/components/meter'
import { Panel } from '@/components/panel'
import { StateBadge } from '@/components/state-badge'
import { Notice } from '@/components/states'
import { formatBytes, formatCount, formatInstant } from '@/lib/format'
import { manifestUrl, useVerifyRelease, type Release } from '../api'
import { useText } from '../messages'
import { Contents } from './release-list'

/** What a release is known by, and whether it still is what it was. */
export function ReleaseFacts({ release }: { release: Release }) {
  const t = useText()
  const { set_id: setId, set_name: setName, notes, content_hash: hash, frozen_at: frozenAt } = release
  return (
    <Panel>
      <Stack gap="lg">
        {notes && (
          <Text size="sm" maw={720} style={{ whiteSpace: 'pre-wrap' }}>
            {notes}
          </Text>
        )}
        <Facts>
          <Fact name={t('state')}>
            <StateBadge state={release.state} />
          </Fact>
          <Fact name={t('set')}>
            {setId ? (
              <LinkAnchor to="/sets/$setId" params={{ setId }} size="sm">
                {setName}
              </LinkAnchor>
            ) : (
              t('setGone', { name: setName })
            )}
          </Fact>
          <Fact name={t('contents')}>
            <Contents release={release} />
          </Fact>
          <Fact name={t('madeBy')}>{release.made_by.name}</Fact>
          {frozenAt && <Fact name={t('frozenAt')}>{formatInstant(frozenAt)}</Fact>}
        </Facts>
        {release.state === 'running' && release.total > 0 && (
          <Meter label={t('state')} done={release.done} total={release.total} tone="running" />
        )}
        {release.state === 'failed' && <Notice>{release.message}</Notice>}
        {hash && <Proof release={release} hash={hash} />}
      </Stack>
    </Panel>
  )
}

function Proof({ release, hash }: { release: Release; hash: string }) {
  const t = useText()
  const verify = useVerifyRelease(release.id)
  return (
    <Stack gap="sm" maw={760}>
      <CopyField label={t('hash')} description={t('hashHint')} value={hash} action={t('copyHash')} />
      <Group gap="sm">
        <Button component="a" href={manifestUrl(release.id)} download variant="default" size="xs">
          {t('download')}
          {release.size_bytes !== null && ` (${formatBytes(release.size_bytes)})`}
        </Button>
        <Button variant="default" size="xs" loading={verify.isPending} onClick={() => verify.mutate()}>
          {t('verify')}
        </Button>
      </Group>
      <div aria-live="polite">
        {verify.error && <Notice>{verify.error.detail}</Notice>}
        {verify.data && <Verdict {...verify.data} />}
      </div>
    </Stack>
  )
}

interface VerdictProps {
  is_intact: boolean
  checked: number
  altered: string[]
}

function Verdict({ is_intact, checked, altered }: VerdictProps) {
  const t = useText()
  if (is_intact) return <StateBadge state="done" label={t('intact', { number: formatCount(checked) })} />
  if (altered.length === 0) return <Notice>{t('alteredHead')}</Notice>
  return <Notice>{t('altered', { count: altered.length, formatted: formatCount(altered.length) })}</Notice>
}
