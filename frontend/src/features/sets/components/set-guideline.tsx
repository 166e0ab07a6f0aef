import { Text } from '@mantine/core'
import { lazy, Suspense } from 'react'
import type { ReadingSet } from '@/api/types'
import { Panel } from '@/components/panel'
import { Loading } from '@/components/states'
import { useText } from '../messages'

const Markdown = lazy(() => import('@/components/markdown'))

export function SetGuideline({ set }: { set: ReadingSet }) {
  const t = useText()
  return (
    <Panel title={t('guideline')}>
      {set.guideline ? (
        <Suspense fallback={<Loading rows={3} />}>
          <Markdown text={set.guideline} />
        </Suspense>
      ) : (
        <Text size="sm" c="dimmed">
          {t('noGuideline')}
        </Text>
      )}
    </Panel>
  )
}
