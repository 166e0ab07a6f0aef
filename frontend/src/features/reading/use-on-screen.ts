/** Which image of the sample is on the screen, where in it to begin, and what to decode ahead. */
import { useCallback, useMemo, useState } from 'react'
import type { Place } from '@/viewer/shapes'
import type { PackageItem } from './model/server'
import { imagesOf, neighbours, sourceOf } from './model/sources'

interface OnScreen {
  readonly sampleId: string
  readonly imageIndex: number
  readonly startAt: Place | null
}

const beginning = (sampleId: string): OnScreen => ({ sampleId, imageIndex: 0, startAt: null })

export function useOnScreen(items: readonly PackageItem[], index: number, setId: string) {
  const { sample } = items[index]!
  const images = useMemo(() => imagesOf(sample), [sample])
  const [chosen, setChosen] = useState(() => beginning(sample.id))
  const { imageIndex, startAt } = chosen.sampleId === sample.id ? chosen : beginning(sample.id)
  const image = images[imageIndex]
  const showImage = useCallback(
    (next: number, place: Place | null = null) => {
      if (images[next]) setChosen({ sampleId: sample.id, imageIndex: next, startAt: place })
    },
    [images, sample.id],
  )
  const source = useMemo(() => image && sourceOf(image, setId), [image, setId])
  const ahead = useMemo(() => {
    const others = neighbours(items, index).flatMap((item) => imagesOf(item.sample).slice(0, 1))
    return [...images, ...others].flatMap((each) => (each === image ? [] : (sourceOf(each, setId) ?? [])))
  }, [items, index, images, image, setId])
  return { sample, images, imageIndex, image, source, startAt, ahead, showImage }
}
