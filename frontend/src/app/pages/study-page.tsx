import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { StudyDetail } from '@/api/types'
import { LinkAnchor, LinkButton } from '@/components/links'
import { Page } from '@/components/page'
import { Panel } from '@/components/panel'
import { PageView } from '@/components/page-view'
import { Trail } from '@/components/trail'
import { PlanView, RunList, useExtractionText } from '@/features/extraction'
import { RegionTable } from '@/features/regions'
import { SeriesList, StudyFacts, studyQuery, useStudyText } from '@/features/studies'

const route = getRouteApi('/signed-in/shell/studies/$studyId')

const planRoute = getRouteApi('/signed-in/shell/studies/$studyId/extraction')

const titleOf = (study: StudyDetail, t: ReturnType<typeof useStudyText>) =>
  study.description || t('titleOf', { modalities: study.modalities.join(', '), patient: study.patient_label })

const hasRegions = ({ series }: StudyDetail) => series.some(({ regions }) => regions.length > 0)

export function StudyPage() {
  const t = useStudyText()
  const extraction = useExtractionText()
  const { studyId } = route.useParams()
  const study = useQuery(studyQuery(studyId))
  return (
    <PageView query={study}>
      {(data) => (
        <Page
          title={titleOf(data, t)}
          trail={
            <Trail>
              <LinkAnchor to="/studies">{t('title')}</LinkAnchor>
            </Trail>
          }
          actions={
            hasRegions(data) && (
              <LinkButton to="/studies/$studyId/extraction" params={{ studyId }}>
                {extraction('plan.open')}
              </LinkButton>
            )
          }
        >
          <Stack gap="xl">
            <Panel>
              <StudyFacts study={data} />
            </Panel>
            <SeriesList series={data.series} />
            <RegionTable regions={data.series.flatMap((series) => series.regions)} />
            {hasRegions(data) && <RunList scope={{ study_id: studyId }} />}
          </Stack>
        </Page>
      )}
    </PageView>
  )
}

export function StudyPlanPage() {
  const t = useStudyText()
  const extraction = useExtractionText()
  const { studyId } = planRoute.useParams()
  const study = useQuery(studyQuery(studyId))
  return (
    <PageView query={study}>
      {(data) => (
        <Page
          title={extraction('plan.pageTitle')}
          trail={
            <Trail>
              <LinkAnchor to="/studies">{t('title')}</LinkAnchor>
              <LinkAnchor to="/studies/$studyId" params={{ studyId }}>
                {titleOf(data, t)}
              </LinkAnchor>
            </Trail>
          }
        >
          <PlanView scope={{ study_id: studyId }} />
        </Page>
      )}
    </PageView>
  )
}
