import type { Upload } from '@/api/types'
import { Fact, Facts } from '@/components/fact'
import { formatCount } from '@/lib/format'
import { outcomes } from '../api'
import { useText } from '../messages'

/** How many files came to which end; together they are all that arrived. */
export function UploadCounts({ upload }: { upload: Upload }) {
  const t = useText()
  const { counts } = upload
  return (
    <Facts>
      <Fact name={t('received')}>{formatCount(counts.received)}</Fact>
      {outcomes.map((outcome) => (
        <Fact key={outcome} name={t(outcome)}>
          {formatCount(counts[outcome])}
        </Fact>
      ))}
      {counts.pending > 0 && <Fact name={t('pending')}>{formatCount(counts.pending)}</Fact>}
    </Facts>
  )
}
