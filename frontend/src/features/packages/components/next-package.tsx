import { Button, Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { Package } from '@/api/types'
import { Meter } from '@/components/meter'
import { Panel } from '@/components/panel'
import { QueryView } from '@/components/query-view'
import { Notice } from '@/components/states'
import { inReadingOrder, myPackagesQuery, useClaimPackage } from '../api'
import { useText } from '../messages'
import { ReadButton } from './read-button'

/** In one set: the package to go on with, or a way to get one. */
export function NextPackage({ setId }: { setId: string }) {
  const t = useText()
  const packages = useQuery(myPackagesQuery)
  return (
    <Panel title={t('myNext')}>
      <QueryView query={packages}>
        {(list) => {
          const mine = list.items.filter((item) => item.set_id === setId)
          const next = inReadingOrder(mine)[0]
          return next ? <Waiting item={next} /> : <Claim setId={setId} hasRead={mine.length > 0} />
        }}
      </QueryView>
    </Panel>
  )
}

function Waiting({ item }: { item: Package }) {
  const t = useText()
  return (
    <Group justify="space-between">
      <Group gap="lg">
        <Text fw={500}>{item.name}</Text>
        <Meter
          label={t('progressOf', { name: item.name })}
          done={item.done_count ?? 0}
          total={item.sample_count}
          width={160}
        />
      </Group>
      <ReadButton item={item} />
    </Group>
  )
}

function Claim({ setId, hasRead }: { setId: string; hasRead: boolean }) {
  const t = useText()
  const claim = useClaimPackage(setId)
  const navigate = useNavigate()
  const open = (item: Package) =>
    void navigate({ to: '/packages/$packageId', params: { packageId: item.id } })
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Text size="sm" c="dimmed">
          {hasRead && `${t('allDone')} `}
          {t('claimHint')}
        </Text>
        <Button loading={claim.isPending} onClick={() => claim.mutate(undefined, { onSuccess: open })}>
          {t('claim')}
        </Button>
      </Group>
      {claim.error && <Notice tone="attention">{claim.error.detail}</Notice>}
    </Stack>
  )
}
