import classes from './swatch.module.css'

/** A colour of a label; the name beside it says what it is. */
export function Swatch({ color }: { color: string }) {
  return <span aria-hidden className={classes['swatch']} style={{ background: color }} />
}
