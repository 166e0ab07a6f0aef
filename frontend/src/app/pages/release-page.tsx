import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Outlet } from '@tanstack/react-router'
import { mayLead } from '@/api/roles'
import { LinkAnchor } from '@/components/links'
import { Page } from '@/components/page'
import { PageView } from '@/components/page-view'
import { QueryView } from '@/components/query-view'
import { Trail } from '@/components/trail'
import { ReleaseExportList } from '@/features/exports'
import { groupQuery } from '@/features/groups'
import {
  ReleaseDifferences,
  ReleaseFacts,
  releaseQuery,
  ReleaseSamples,
  useReleaseText,
  WithdrawalList,
  type Release,
} from '@/features/releases'
import { Tabs, type Tab } from '../shell/tabs'

const route = getRouteApi('/signed-in/shell/releases/$releaseId')

function useRelease() {
  const { releaseId } = route.useParams()
  return useQuery(releaseQuery(releaseId))
}

export function ReleasePage() {
  const t = useReleaseText()
  return (
    <PageView query={useRelease()}>
      {(release) => (
        <Page
          title={t('numbered', { number: release.number, name: release.name })}
          trail={<ReleaseTrail release={release} />}
          tabs={<ReleaseTabs release={release} />}
        >
          <Stack gap="xl">
            <ReleaseFacts release={release} />
            {release.content_hash && <Outlet />}
          </Stack>
        </Page>
      )}
    </PageView>
  )
}

/** Back to the set, or to the group of a set that is deleted. */
function ReleaseTrail({ release }: { release: Release }) {
  const t = useReleaseText()
  const { set_id: setId, group_id: groupId, set_name: setName } = release
  const group = useQuery(groupQuery(groupId))
  return (
    <Trail>
      <LinkAnchor to="/groups/$groupId" params={{ groupId }}>
        {group.data?.name ?? '…'}
      </LinkAnchor>
      {setId && (
        <LinkAnchor to="/sets/$setId" params={{ setId }}>
          {setName}
        </LinkAnchor>
      )}
      {setId ? (
        <LinkAnchor to="/sets/$setId/releases" params={{ setId }}>
          {t('title')}
        </LinkAnchor>
      ) : (
        <LinkAnchor to="/groups/$groupId/releases" params={{ groupId }}>
          {t('title')}
        </LinkAnchor>
      )}
    </Trail>
  )
}

function ReleaseTabs({ release }: { release: Release }) {
  const t = useReleaseText()
  if (!release.content_hash) return null
  const params = { releaseId: release.id }
  const tabs: Tab[] = [
    { label: t('tabs.samples'), link: { to: '/releases/$releaseId', params }, isFirst: true },
    { label: t('tabs.changes'), link: { to: '/releases/$releaseId/changes', params } },
    { label: t('tabs.exports'), link: { to: '/releases/$releaseId/exports', params } },
    { label: t('tabs.withdrawn'), link: { to: '/releases/$releaseId/withdrawn', params } },
  ]
  return <Tabs label={t('tabs.label')} tabs={tabs} />
}

export function ReleaseSamplesPart() {
  const release = useRelease()
  const group = useQuery({
    ...groupQuery(release.data?.group_id ?? ''),
    enabled: Boolean(release.data),
  })
  return (
    <QueryView query={release}>
      {(data) => <ReleaseSamples release={data} mayWithdraw={mayLead(group.data?.my_role ?? null)} />}
    </QueryView>
  )
}

export function ReleaseChanges() {
  return <QueryView query={useRelease()}>{(data) => <ReleaseDifferences release={data} />}</QueryView>
}

export function ReleaseExports() {
  return <QueryView query={useRelease()}>{({ id }) => <ReleaseExportList releaseId={id} />}</QueryView>
}

export function ReleaseWithdrawn() {
  return <QueryView query={useRelease()}>{(data) => <WithdrawalList release={data} />}</QueryView>
}
