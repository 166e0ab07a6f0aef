import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Notice } from '@/components/states'
import { engineQuery } from '../api'
import { useText } from '../messages'

interface EngineNoticeProps {
  /** Says nothing while the engine is there. */
  onlyWhenMissing?: boolean
}

/** Which engine computes, or why none can. */
export function EngineNotice({ onlyWhenMissing = false }: EngineNoticeProps) {
  const t = useText()
  const { data: engine, error } = useQuery(engineQuery)
  if (error) return <Notice>{error.detail}</Notice>
  if (!engine && onlyWhenMissing) return null
  if (!engine)
    return (
      <Text size="sm" c="dimmed">
        {t('engineAsked')}
      </Text>
    )
  if (!engine.available)
    return (
      <Notice tone="attention">{t('engineMissing', { reason: engine.reason ?? t('engineUnknown') })}</Notice>
    )
  if (onlyWhenMissing) return null
  const versions = Object.entries(engine.versions).map(([name, version]) => `${name} ${version}`)
  return (
    <Text size="sm" c="dimmed">
      {t('engine', { versions: versions.join(', ') })}
    </Text>
  )
}
