import { Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { aboutQuery } from '@/api/about'
import { Fact, Facts } from '@/components/fact'
import { Page } from '@/components/page'
import { Panel } from '@/components/panel'
import { QueryView } from '@/components/query-view'
import { useText } from '../messages'

/** What the product is, what it is not for, and which version runs here. */
export function AboutPage() {
  const t = useText()
  const about = useQuery(aboutQuery)
  return (
    <Page title={t('about.title')} description={t('about.text')}>
      <Stack maw={720}>
        <Panel title={t('about.intended')}>
          <Text size="sm">{t('about.notDiagnostic')}</Text>
        </Panel>
        <Panel title={t('about.server')}>
          <QueryView query={about}>
            {({ name, version }) => (
              <Facts>
                <Fact name={name}>{t('about.numbered', { version })}</Fact>
                <Fact name={t('about.docs')}>
                  <a href="/docs">/docs</a> {t('about.docsHint')}
                </Fact>
              </Facts>
            )}
          </QueryView>
        </Panel>
      </Stack>
    </Page>
  )
}
