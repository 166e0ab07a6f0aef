import { Group, Paper, Text, Title } from '@mantine/core'
import { useId, type ReactNode } from 'react'
import classes from './panel.module.css'

interface PanelProps {
  title?: string
  note?: ReactNode
  actions?: ReactNode
  /** Tables reach to the edges; text does not. */
  flush?: boolean
  children: ReactNode
}

/** One part of a page. A panel never holds another. */
export function Panel({ title, note, actions, flush, children }: PanelProps) {
  const headingId = useId()
  return (
    <Paper component="section" withBorder className={classes['panel']} aria-labelledby={title && headingId}>
      {(title ?? actions) && (
        <Group justify="space-between" className={classes['head']}>
          <Group gap="sm" align="baseline">
            {title && (
              <Title order={2} id={headingId}>
                {title}
              </Title>
            )}
            {note && (
              <Text size="sm" c="dimmed" component="div">
                {note}
              </Text>
            )}
          </Group>
          {actions && <Group gap="sm">{actions}</Group>}
        </Group>
      )}
      <div className={flush ? undefined : classes['body']}>{children}</div>
    </Paper>
  )
}
