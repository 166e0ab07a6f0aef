import { Button, Container, Group, Skeleton, Stack, Text } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { ApiError } from '@/api/errors'
import { LinkButton } from './links'
import { useText } from './messages'
import { Page } from './page'
import classes from './page.module.css'
import { failureTitle } from './states'

interface PageViewProps<Data> {
  query: UseQueryResult<Data, ApiError>
  children: (data: Data) => ReactNode
}

/** A page about one thing: until it is here, the page stands as an outline; when it is not to be had, it says why. */
export function PageView<Data>({ query, children }: PageViewProps<Data>) {
  if (query.data !== undefined) return children(query.data)
  if (query.error) return <FailedPage error={query.error} onRetry={() => void query.refetch()} />
  return <PageOutline />
}

function FailedPage({ error, onRetry }: { error: ApiError; onRetry: () => void }) {
  const t = useText()
  const isRefused = error.status === 403 || error.status === 404
  return (
    <Page title={failureTitle(error, t)}>
      <Stack align="center" gap="lg" py="xl" ta="center" role="alert">
        <Text size="sm" c="dimmed" maw={520}>
          {error.detail} {isRefused && t('errors.goneOrNotYours')}
        </Text>
        <Group gap="sm">
          {!isRefused && <Button onClick={onRetry}>{t('retry')}</Button>}
          <LinkButton to="/" variant="default">
            {t('goHome')}
          </LinkButton>
        </Group>
      </Stack>
    </Page>
  )
}

function PageOutline() {
  const t = useText()
  return (
    <div role="status" aria-label={t('loading')}>
      <div className={classes['head']}>
        <Container fluid px="xl">
          <Stack gap="sm">
            <Skeleton height={14} width={120} />
            <Skeleton height={24} width={280} />
          </Stack>
        </Container>
      </div>
      <Container fluid p="xl">
        <Stack gap="xl">
          <Skeleton height={120} />
          <Skeleton height={240} />
        </Stack>
      </Container>
    </div>
  )
}
