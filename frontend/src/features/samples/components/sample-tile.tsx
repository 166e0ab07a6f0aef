import { Checkbox, Text } from '@mantine/core'
import { useState } from 'react'
import type { GridSample } from '@/api/types'
import { LinkAnchor } from '@/components/links'
import { StateBadge } from '@/components/state-badge'
import { formatCount } from '@/lib/format'
import { thumbnailUrl } from '../api'
import { useText } from '../messages'
import classes from './sample-grid.module.css'

interface SampleTileProps {
  sample: GridSample
  myId: string
  /** Missing where nothing can be done with many samples. */
  pick?: { isChosen: boolean; onToggle: (isExtended: boolean) => void }
  /** The one of all tiles that the Tab key goes to. */
  isEntry: boolean
  onFocus: () => void
}

export function SampleTile({ sample, myId, pick, isEntry, onFocus }: SampleTileProps) {
  const t = useText()
  const mine = sample.packages.find(({ reader }) => reader?.id === myId)
  const facts = [sample.modality, sample.patient_label, t('imagesOf', { count: sample.image_count })]
  const walked = { 'data-tile': true, tabIndex: isEntry ? 0 : -1, onFocus }
  return (
    <li data-chosen={pick?.isChosen || undefined}>
      <div className={classes['picture']}>
        <Picture sampleId={sample.id} />
        <span className={classes['number']}>{formatCount(sample.position)}</span>
        {pick && (
          <Checkbox
            className={classes['pick']}
            size="xs"
            aria-label={t('choose', { title: sample.title })}
            checked={pick.isChosen}
            onClick={(event) => pick.onToggle(event.shiftKey)}
            onChange={() => undefined}
            {...walked}
          />
        )}
      </div>
      <Text size="sm" fw={500} truncate mt={6} title={sample.title}>
        {mine ? (
          <LinkAnchor
            to="/packages/$packageId"
            params={{ packageId: mine.package_id }}
            search={{ sample: sample.id }}
            inherit
            aria-label={t('read', { title: sample.title, number: formatCount(mine.position) })}
            {...(!pick && walked)}
          >
            {sample.title}
          </LinkAnchor>
        ) : (
          sample.title
        )}
      </Text>
      <Text size="xs" c="dimmed" truncate>
        {facts.filter(Boolean).join(' · ')}
      </Text>
      <Trays sample={sample} />
      <StateBadge state={sample.state} />
    </li>
  )
}

function Picture({ sampleId }: { sampleId: string }) {
  const t = useText()
  const [isMissing, setMissing] = useState(false)
  if (isMissing) return t('noThumbnail')
  return <img src={thumbnailUrl(sampleId)} alt="" loading="lazy" onError={() => setMissing(true)} />
}

/** The packages that hold a sample, with their readers. */
function Trays({ sample }: { sample: GridSample }) {
  const t = useText()
  const names = sample.packages.map(({ position, reader }) => {
    const number = formatCount(position)
    return reader ? t('trayOf', { number, reader: reader.name }) : t('tray', { number })
  })
  if (names.length === 0) return null
  return (
    <Text size="xs" c="dimmed" truncate title={names.join('; ')}>
      {names[0]}
      {names.length > 1 && ` +${formatCount(names.length - 1)}`}
    </Text>
  )
}
