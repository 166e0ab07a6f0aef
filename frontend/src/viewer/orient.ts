/** Turning and mirroring the picture, as the reader sees it; what is drawn follows by the map to the canvas. */
import type { StackViewport, Types } from '@cornerstonejs/core'

export type Turn = 'clockwise' | 'counterclockwise'
export type FlipAxis = 'horizontal' | 'vertical'

const cross = (a: Types.Point3, b: Types.Point3): Types.Point3 => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
]

/**
 * By the camera, not by `setRotation`: its angle counts from the image as stored, and turns the other way round
 * in a mirrored one.
 */
export function turn(viewport: StackViewport, to: Turn): void {
  const { viewUp, viewPlaneNormal } = viewport.getCamera()
  if (!viewUp || !viewPlaneNormal) return
  const wasFitted = isFitted(viewport)
  // What is left of the picture comes to its top.
  const left = to === 'clockwise' ? cross(viewPlaneNormal, viewUp) : cross(viewUp, viewPlaneNormal)
  viewport.setCamera({ viewUp: left })
  if (wasFitted) fit(viewport)
}

export function flip(viewport: StackViewport, axis: FlipAxis): void {
  const { flipHorizontal = false, flipVertical = false } = viewport.getCamera()
  if (axis === 'horizontal') viewport.setCamera({ flipHorizontal: !flipHorizontal })
  else viewport.setCamera({ flipVertical: !flipVertical })
}

/** The whole picture in the middle; `resetCamera` alone would take back the mirroring. */
export function fit(viewport: StackViewport): void {
  const { flipHorizontal = false, flipVertical = false } = viewport.getCamera()
  viewport.resetCamera()
  viewport.setCamera({ flipHorizontal, flipVertical })
}

/** As it is stored, the whole of it in the middle. */
export function upright(viewport: StackViewport): void {
  viewport.setCamera({ flipHorizontal: false, flipVertical: false })
  viewport.setViewPresentation({ rotation: 0 })
  viewport.resetCamera()
}

const isFitted = (viewport: StackViewport): boolean => {
  const [x, y] = viewport.getPan()
  return Math.abs(viewport.getZoom() - 1) < 0.001 && Math.hypot(x, y) < 1
}
