/** Regions over the picture: dashed, so that nobody takes them for objects of the reading. */
import { imagePoint, toCanvas, type Affine } from './coordinates'
import type { Place } from './shapes'
import styles from './viewer.module.css'

/** The outline of a region on one picture. */
export interface Overlay extends Place {
  readonly id: string
  readonly name: string
  readonly color: string
  /** Closed lines, each x, y, x, y … in image pixels; what an odd number of them encloses is inside. */
  readonly contours: readonly (readonly number[])[]
}

export function RegionLayer({ overlays, map }: { overlays: readonly Overlay[]; map: Affine }) {
  return overlays.map(({ id, name, color, contours }) => {
    const d = contours.map((contour) => pathOf(contour, map)).join('')
    return (
      <g key={id} data-region-name={name}>
        <path d={d} className={styles.halo} strokeWidth={3} />
        <path d={d} className={styles.region} stroke={color} fill={color} />
      </g>
    )
  })
}

function pathOf(contour: readonly number[], map: Affine): string {
  const points = Array.from({ length: contour.length / 2 }, (_, i) => {
    const { x, y } = toCanvas(map, imagePoint(contour[2 * i]!, contour[2 * i + 1]!))
    return `${x},${y}`
  })
  return `M${points.join('L')}Z`
}
