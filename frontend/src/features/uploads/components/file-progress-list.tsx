import { Progress, Text } from '@mantine/core'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import { StateBadge, type State } from '@/components/state-badge'
import { formatBytes } from '@/lib/format'
import { useText } from '../messages'
import type { FileProgress } from '../upload-queue'
import classes from './file-progress-list.module.css'

const rowHeight = 28
const badges = {
  waiting: 'queued',
  sending: 'running',
  sent: 'done',
  failed: 'failed',
} as const satisfies Record<FileProgress['state'], State>

/** Every file of an upload. Only what is in sight is drawn: folders may hold many thousands. */
export function FileProgressList({ files }: { files: readonly FileProgress[] }) {
  const t = useText()
  const frame = useRef<HTMLDivElement>(null)
  // eslint-disable-next-line react-hooks/incompatible-library -- the rows are drawn by this component alone
  const rows = useVirtualizer({
    count: files.length,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeight,
    overscan: 10,
  })
  return (
    <div ref={frame} className={classes['frame']} tabIndex={0} role="region" aria-label={t('files')}>
      <ul className={classes['list']} style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const file = files[index]
          return file && <FileRow key={index} file={file} top={start} />
        })}
      </ul>
    </div>
  )
}

function FileRow({ file, top }: { file: FileProgress; top: number }) {
  const t = useText()
  const { path, size, state, sentBytes, error } = file
  return (
    <li className={classes['row']} style={{ transform: `translateY(${top}px)`, height: rowHeight }}>
      <Text size="sm" truncate flex={1} title={path}>
        {path}
      </Text>
      {error && (
        <Text size="sm" c="dimmed" truncate maw="40%" title={error}>
          {state === 'failed' ? error : t('againSoon')}
        </Text>
      )}
      <Text size="sm" c="dimmed" w={80} ta="right">
        {formatBytes(size)}
      </Text>
      <div className={classes['bar']}>
        {state !== 'sent' && sentBytes > 0 && (
          <Progress value={size > 0 ? (sentBytes / size) * 100 : 0} size={4} aria-label={path} />
        )}
      </div>
      <div className={classes['state']}>
        <StateBadge state={badges[state]} label={t(`fileStates.${state}`)} />
      </div>
    </li>
  )
}
