import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { LinkAnchor } from '@/components/links'
import { Page } from '@/components/page'
import { Panel } from '@/components/panel'
import { PageView } from '@/components/page-view'
import { Trail } from '@/components/trail'
import { RegionTable } from '@/features/regions'
import { SeriesList, StudyFacts, studyQuery, useStudyText } from '@/features/studies'

const route = getRouteApi('/signed-in/shell/studies/$studyId')

export function StudyPage() {
  const t = useStudyText()
  const { studyId } = route.useParams()
  const study = useQuery(studyQuery(studyId))
  return (
    <PageView query={study}>
      {(data) => (
        <Page
          title={
            data.description ||
            t('titleOf', { modalities: data.modalities.join(', '), patient: data.patient_label })
          }
          trail={
            <Trail>
              <LinkAnchor to="/studies">{t('title')}</LinkAnchor>
            </Trail>
          }
        >
          <Stack gap="xl">
            <Panel>
              <StudyFacts study={data} />
            </Panel>
            <SeriesList series={data.series} />
            <RegionTable regions={data.series.flatMap((series) => series.regions)} />
          </Stack>
        </Page>
      )}
    </PageView>
  )
}
