/** Turning and mirroring the picture, as the reader sees it; what is drawn follows by the map to the canvas. */
import type { StackViewport, Types } from '@cornerstonejs/core'
import type { Bounds } from './geometry'

export type Turn = 'clockwise' | 'counterclockwise'
export type FlipAxis = 'horizontal' | 'vertical'

/** Where the picture lies on the canvas now, in CSS pixels. */
export type Extent = () => Bounds | null

const cross = (a: Types.Point3, b: Types.Point3): Types.Point3 => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
]

/**
 * By the camera, not by `setRotation`: its angle counts from the image as stored, and turns the other way round
 * in a mirrored one.
 */
export function turn(viewport: StackViewport, to: Turn, extent: Extent): void {
  const { viewUp, viewPlaneNormal } = viewport.getCamera()
  if (!viewUp || !viewPlaneNormal) return
  const wasFitted = isFitted(viewport, extent)
  // What is left of the picture comes to its top.
  const left = to === 'clockwise' ? cross(viewPlaneNormal, viewUp) : cross(viewUp, viewPlaneNormal)
  viewport.setCamera({ viewUp: left })
  if (wasFitted) fit(viewport, extent)
}

export function flip(viewport: StackViewport, axis: FlipAxis): void {
  const { flipHorizontal = false, flipVertical = false } = viewport.getCamera()
  if (axis === 'horizontal') viewport.setCamera({ flipHorizontal: !flipHorizontal })
  else viewport.setCamera({ flipVertical: !flipVertical })
}

/** The whole picture in the middle, the way it lies; `resetCamera` alone would set it upright. */
export function fit(viewport: StackViewport, extent: Extent): void {
  const { flipHorizontal = false, flipVertical = false, viewUp } = viewport.getCamera()
  viewport.resetCamera()
  viewport.setCamera({ flipHorizontal, flipVertical })
  if (viewUp) viewport.setCamera({ viewUp })
  const picture = extent()
  if (!picture) return
  const { clientWidth, clientHeight } = viewport.element
  const across = clientWidth / (picture.right - picture.left)
  const down = clientHeight / (picture.bottom - picture.top)
  viewport.setZoom(viewport.getZoom() * Math.min(across, down))
}

/** Whether the picture is in the middle and as large as it goes. */
export function isFitted({ element }: StackViewport, extent: Extent): boolean {
  const picture = extent()
  if (!picture) return false
  const { left, top } = picture
  const right = element.clientWidth - picture.right
  const bottom = element.clientHeight - picture.bottom
  const isCentred = Math.abs(left - right) < 2 && Math.abs(top - bottom) < 2
  return isCentred && Math.abs(Math.min(left, top)) < 1
}
