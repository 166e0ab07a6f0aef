import type { KeyboardEvent } from 'react'

/** Moves the focus over a grid of tiles that wraps: by one, by a row, to either end. */
export function walkTiles(event: KeyboardEvent<HTMLElement>): void {
  const tiles = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-tile]')]
  const here = tiles.findIndex((tile) => tile === event.target)
  if (here < 0) return
  const target = tiles[targetOf(event.key, here, tiles)]
  if (!target) return
  event.preventDefault()
  target.focus()
}

function targetOf(key: string, here: number, tiles: readonly HTMLElement[]): number {
  switch (key) {
    case 'ArrowRight':
      return here + 1
    case 'ArrowLeft':
      return here - 1
    case 'ArrowDown':
      return here + columnsOf(tiles)
    case 'ArrowUp':
      return here - columnsOf(tiles)
    case 'Home':
      return 0
    case 'End':
      return tiles.length - 1
    default:
      return -1
  }
}

/** How many stand in the first row. */
function columnsOf(tiles: readonly HTMLElement[]): number {
  const tops = tiles.map((tile) => tile.getBoundingClientRect().top)
  const second = tops.findIndex((top) => top !== tops[0])
  return second < 0 ? tiles.length : second
}
