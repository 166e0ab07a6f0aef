import { Group, Text } from '@mantine/core'
import { Children, Fragment, type ReactNode } from 'react'
import { useText } from './messages'

/** The places above this page, outermost first. */
export function Trail({ children }: { children: ReactNode }) {
  const t = useText()
  return (
    <Group component="nav" aria-label={t('breadcrumbs')} gap={6} fz="sm">
      {Children.toArray(children).map((place, index) => (
        <Fragment key={index}>
          {index > 0 && (
            <Text span c="dimmed" aria-hidden>
              ›
            </Text>
          )}
          {place}
        </Fragment>
      ))}
    </Group>
  )
}
