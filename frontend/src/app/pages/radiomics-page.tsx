import { useSuspenseQuery } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import { Page } from '@/components/page'
import { meQuery } from '@/features/auth'
import { PresetList, RunList, useExtractionText } from '@/features/extraction'
import { Tabs } from '../shell/tabs'

/** What runs over sets and studies have in common: the runs themselves, and their presets. */
export function RadiomicsPage() {
  const t = useExtractionText()
  return (
    <Page
      title={t('radiomics')}
      tabs={
        <Tabs
          label={t('radiomicsTabs')}
          tabs={[
            { label: t('runsTitle'), link: { to: '/extraction-runs' }, isFirst: true },
            { label: t('presets'), link: { to: '/extraction-presets' } },
          ]}
        />
      }
    >
      <Outlet />
    </Page>
  )
}

export function RadiomicsRuns() {
  return <RunList />
}

export function RadiomicsPresets() {
  const { data: me } = useSuspenseQuery(meQuery)
  return <PresetList organizations={me.organizations} />
}
