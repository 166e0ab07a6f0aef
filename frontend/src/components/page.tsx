import { Container, Group, Stack, Text, Title } from '@mantine/core'
import { useEffect, type ReactNode } from 'react'
import classes from './page.module.css'

interface PageProps {
  title: string
  /** What must be known beside the title. */
  badge?: ReactNode
  /** What stands before the title: links to the places above. */
  trail?: ReactNode
  description?: string | undefined
  actions?: ReactNode
  /** Under the title, over the whole width: tabs. */
  tabs?: ReactNode
  children: ReactNode
}

/** The frame of every page but the reading room. */
export function Page({ title, badge, trail, description, actions, tabs, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Isocenter`
  }, [title])
  return (
    <>
      <div className={classes['head']} data-tabs={tabs ? true : undefined}>
        <Container fluid px="xl">
          <Group justify="space-between" align="flex-end" gap="lg">
            <Stack gap={0} miw={0}>
              {trail}
              <Group gap="sm">
                <Title order={1}>{title}</Title>
                {badge}
              </Group>
              {description && (
                <Text size="sm" c="dimmed" maw={720}>
                  {description}
                </Text>
              )}
            </Stack>
            {actions && <Group gap="sm">{actions}</Group>}
          </Group>
          {tabs}
        </Container>
      </div>
      <Container fluid px="xl" py="xl">
        {children}
      </Container>
    </>
  )
}
