import { List, Text, UnstyledButton } from '@mantine/core'
import { Notice } from '@/components/states'
import { formatCount } from '@/lib/format'
import { useText } from '../messages'
import type { SourceError } from '../preset-source'

interface SourceErrorsProps {
  id: string
  errors: readonly SourceError[]
  onShow: (error: SourceError) => void
}

/** What is wrong, each at its place; a press goes there. */
export function SourceErrors({ id, errors, onShow }: SourceErrorsProps) {
  const t = useText()
  return (
    <div id={id} role="status">
      {errors.length > 0 && (
        <Notice>
          <Text size="sm" fw={500}>
            {t('preset.errors', { count: errors.length, number: formatCount(errors.length) })}
          </Text>
          <List size="sm" mt={4} spacing={4} listStyleType="none">
            {errors.map((error, index) => (
              <List.Item key={index}>
                <UnstyledButton fz="sm" td="underline" onClick={() => onShow(error)}>
                  {placeOf(error, t)}
                </UnstyledButton>
                {': '}
                {error.message}
              </List.Item>
            ))}
          </List>
        </Notice>
      )}
    </div>
  )
}

function placeOf({ line, path }: SourceError, t: ReturnType<typeof useText>): string {
  const place = line ? t('preset.line', { line: formatCount(line) }) : t('preset.wholeSource')
  return path ? `${place}, ${path}` : place
}
