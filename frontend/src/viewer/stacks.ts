/** Stacks by source: read once, kept for going back and forth, and decoded ahead. */
import { cache, Enums, imageLoader } from '@cornerstonejs/core'
import { loadDicomStack } from './dicom-stack'
import { loadPhotoStack } from './photo-loader'
import { nearestFirst, Prefetcher } from './prefetch'
import type { ImageSource, ImageStack } from './sources'
import { startEngine } from './engine'

/** Of one series, how much is decoded ahead of the reader. */
const AHEAD_BYTES = 400_000_000
const BYTES_PER_PIXEL = 4

const stacks = new Map<string, Promise<ImageStack>>()

export function loadStack(source: ImageSource): Promise<ImageStack> {
  const kept = stacks.get(source.id)
  if (kept) return kept
  const loading = source.kind === 'photo' ? loadPhotoStack(source) : loadDicomStack(source)
  stacks.set(source.id, loading)
  // A failure is not kept: the next look tries again.
  loading.catch(() => stacks.delete(source.id))
  return loading
}

const prefetcher = new Prefetcher(
  (imageId) =>
    imageLoader.loadAndCacheImage(imageId, { requestType: Enums.RequestType.Prefetch, priority: 0 }),
  (imageId) => cache.getImageLoadObject(imageId) !== undefined,
)

/** Decode ahead: the stack around the reader, then the first picture of each of the next sources. */
export async function prefetch(
  current: ImageStack,
  index: number,
  next: readonly ImageSource[],
): Promise<void> {
  startEngine()
  const { rows = 512, columns = 512 } = current.frames[index]?.size ?? {}
  const budget = Math.max(1, Math.floor(AHEAD_BYTES / (rows * columns * BYTES_PER_PIXEL)))
  const around = nearestFirst(current.frames.length, index).slice(0, budget)
  const own = around.map((i) => current.frames[i]!.imageId)
  const near = own.slice(0, 8)
  const loaded = await Promise.allSettled(next.map(loadStack))
  const others = loaded.flatMap((result) =>
    result.status === 'fulfilled' ? (result.value.frames[0]?.imageId ?? []) : [],
  )
  prefetcher.want([...near, ...others, ...own.slice(8)])
}
