import { Button, Checkbox, Group, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { formatCount } from '@/lib/format'
import { useText } from './messages'
import classes from './selection-bar.module.css'
import type { Selection } from './use-selection'

interface SelectionBarProps {
  selection: Selection
  /** What can be done with the chosen; shown once something is. */
  children: ReactNode
}

/** Over a list: chooses all on the page, says how many are chosen, holds what to do with them. */
export function SelectionBar({ selection, children }: SelectionBarProps) {
  const t = useText()
  const { chosen, shown, toggleAll, clear } = selection
  return (
    <Group gap="md" className={classes['bar']}>
      <Checkbox
        size="xs"
        label={t('selection.page')}
        checked={shown === 'all'}
        indeterminate={shown === 'some'}
        onChange={toggleAll}
      />
      <Text size="sm" c="dimmed" role="status">
        {chosen.size > 0 && t('selection.count', { count: chosen.size, number: formatCount(chosen.size) })}
      </Text>
      {chosen.size > 0 && (
        <>
          {children}
          <Button size="compact-sm" variant="subtle" onClick={clear}>
            {t('selection.clear')}
          </Button>
        </>
      )}
    </Group>
  )
}
