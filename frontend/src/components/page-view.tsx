import { Container, Skeleton, Stack } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { ApiError } from '@/api/errors'
import { useText } from './messages'
import classes from './page.module.css'
import { QueryView } from './query-view'

interface PageViewProps<Data> {
  query: UseQueryResult<Data, ApiError>
  children: (data: Data) => ReactNode
}

/** A page about one thing: until it is here, the page stands as an outline. */
export function PageView<Data>({ query, children }: PageViewProps<Data>) {
  return (
    <QueryView query={query} loading={<PageOutline />}>
      {children}
    </QueryView>
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
