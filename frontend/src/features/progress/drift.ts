import type { components } from '@/api/schema'

type Reader = components['schemas']['ReaderDrift']
export type Purpose = 'control' | 'repeat'

/** How alike a reader's cases of one kind are: on average, and in the earlier and the later half of them. */
export interface DriftRow {
  key: string
  name: string
  purpose: Purpose
  count: number
  mean: number | null
  earlier: number | null
  later: number | null
}

export const driftRows = (readers: readonly Reader[]): DriftRow[] =>
  readers.flatMap(({ reader, points }) =>
    (['control', 'repeat'] as const).flatMap((purpose) => {
      const values = points.flatMap((point) =>
        point.purpose === purpose && point.likeness !== null ? [point.likeness] : [],
      )
      if (values.length === 0) return []
      const half = Math.floor(values.length / 2)
      return [
        {
          key: `${reader.id} ${purpose}`,
          name: reader.name,
          purpose,
          count: values.length,
          mean: mean(values),
          earlier: mean(values.slice(0, half)),
          later: mean(values.slice(half)),
        },
      ]
    }),
  )

/** The cases of one kind that a reader was compared on, in the order in which they were read. */
export interface DriftSeries {
  name: string
  /** 0 to 1 each; of how many the mean goes along. */
  likenesses: readonly number[]
  means: readonly number[]
}

/** As many cases are one step of the mean: fewer jump about, more hide a change. */
export const STEADY = 5

export const driftSeries = (readers: readonly Reader[], purpose: Purpose): DriftSeries[] =>
  readers.flatMap(({ reader, points }) => {
    const likenesses = points.flatMap((point) =>
      point.purpose === purpose && point.likeness !== null ? [point.likeness] : [],
    )
    const means = likenesses.map((_, at) => mean(likenesses.slice(Math.max(0, at + 1 - STEADY), at + 1)) ?? 0)
    return likenesses.length > 0 ? [{ name: reader.name, likenesses, means }] : []
  })

const mean = (values: readonly number[]): number | null =>
  values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : null
