import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { Upload } from '@/api/types'
import { LinkAnchor } from '@/components/links'
import { Page } from '@/components/page'
import { Panel } from '@/components/panel'
import { PageView } from '@/components/page-view'
import { Trail } from '@/components/trail'
import { setQuery } from '@/features/sets'
import { ImportBar, UploadCounts, UploadItems, uploadQuery, useUploadText } from '@/features/uploads'
import { formatInstant } from '@/lib/format'
import { useRememberPage } from '../recent/use-remember-page'

const route = getRouteApi('/signed-in/shell/uploads/$uploadId')

export function UploadPage() {
  const t = useUploadText()
  const { uploadId } = route.useParams()
  const upload = useQuery(uploadQuery(uploadId))
  const title = upload.data && t('reportTitle', { when: formatInstant(upload.data.created_at) })
  useRememberPage('upload', `/uploads/${uploadId}`, { title, error: upload.error })
  return (
    <PageView query={upload}>
      {(data) => (
        <Page
          title={t('reportTitle', { when: formatInstant(data.created_at) })}
          trail={<UploadTrail upload={data} />}
        >
          <Stack gap="xl">
            <Panel>
              <Stack gap="lg">
                <ImportBar upload={data} />
                <UploadCounts upload={data} />
              </Stack>
            </Panel>
            <UploadItems upload={data} />
          </Stack>
        </Page>
      )}
    </PageView>
  )
}

function UploadTrail({ upload }: { upload: Upload }) {
  const t = useUploadText()
  const setId = upload.set_id ?? ''
  const set = useQuery({ ...setQuery(setId), enabled: Boolean(setId) })
  return (
    <Trail>
      <LinkAnchor to="/uploads">{t('title')}</LinkAnchor>
      {set.data && (
        <LinkAnchor to="/sets/$setId" params={{ setId }}>
          {set.data.name}
        </LinkAnchor>
      )}
    </Trail>
  )
}
