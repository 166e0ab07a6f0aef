import { Text } from '@mantine/core'
import { useState } from 'react'
import type { Sample } from '@/api/types'
import { formatCount } from '@/lib/format'
import { thumbnailUrl } from '../api'
import { useText } from '../messages'
import classes from './sample-grid.module.css'

export function SampleTile({ sample }: { sample: Sample }) {
  const t = useText()
  const [isMissing, setMissing] = useState(false)
  const facts = [sample.modality, sample.patient_label, t('imagesOf', { count: sample.image_count })]
  return (
    <li>
      <div className={classes['picture']}>
        {isMissing ? (
          t('noThumbnail')
        ) : (
          <img src={thumbnailUrl(sample.id)} alt="" loading="lazy" onError={() => setMissing(true)} />
        )}
        <span className={classes['number']}>{formatCount(sample.position)}</span>
      </div>
      <Text size="sm" fw={500} truncate mt={6} title={sample.title}>
        {sample.title}
      </Text>
      <Text size="xs" c="dimmed" truncate>
        {facts.filter(Boolean).join(' · ')}
      </Text>
    </li>
  )
}
