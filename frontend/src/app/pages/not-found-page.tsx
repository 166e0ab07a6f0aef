import { Button, Code, Group, Stack } from '@mantine/core'
import { useLocation } from '@tanstack/react-router'
import { LinkButton } from '@/components/links'
import { Page } from '@/components/page'
import { Empty } from '@/components/states'
import { useText } from '../messages'
import { useOpenPalette } from '../palette/palette-context'

export function NotFoundPage() {
  const t = useText()
  const { pathname } = useLocation()
  const search = useOpenPalette()
  const actions = (
    <Group gap="sm">
      <LinkButton to="/">{t('notFound.action')}</LinkButton>
      <Button variant="default" onClick={search}>
        {t('notFound.search')}
      </Button>
    </Group>
  )
  return (
    <Page title={t('notFound.title')}>
      <Empty title={t('notFound.address')} action={actions}>
        <Stack gap="sm" align="center">
          <Code>{pathname}</Code>
          {t('notFound.text')}
        </Stack>
      </Empty>
    </Page>
  )
}
