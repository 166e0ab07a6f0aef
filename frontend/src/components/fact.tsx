import { Group, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'

/** A name and its value. */
export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <Stack gap={0}>
      <Text component="dt" size="xs" c="dimmed">
        {name}
      </Text>
      <Text component="dd" m={0} size="sm" fw={500}>
        {children}
      </Text>
    </Stack>
  )
}

export function Facts({ children }: { children: ReactNode }) {
  return (
    <Group component="dl" gap={32} m={0} align="flex-start">
      {children}
    </Group>
  )
}
