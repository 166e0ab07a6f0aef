/** Numbers, sizes and instants as people read them, in the language of the page. */
import { i18n } from './i18n'

const units = ['B', 'kB', 'MB', 'GB', 'TB']

export function formatCount(value: number): string {
  return new Intl.NumberFormat(i18n.language).format(value)
}

export function formatNumber(value: number, digits: number): string {
  return new Intl.NumberFormat(i18n.language, { maximumFractionDigits: digits }).format(value)
}

/** Six significant digits, for values of any size; the download has all of them. */
export function formatValue(value: number | null | undefined): string {
  if (value === null || value === undefined) return '–'
  if (value === 0) return '0'
  const size = Math.abs(value)
  return size >= 1e-4 && size < 1e7 ? String(Number(value.toPrecision(6))) : value.toExponential(4)
}

export function formatBytes(bytes: number): string {
  const power = Math.min(units.length - 1, bytes > 0 ? Math.floor(Math.log10(bytes) / 3) : 0)
  return `${formatNumber(bytes / 1000 ** power, power > 1 ? 1 : 0)} ${units[power] ?? ''}`
}

export function formatPercent(part: number, whole: number): string {
  return `${whole > 0 ? Math.floor((part / whole) * 100) : 0} %`
}

export function formatSeconds(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`
  const minutes = Math.floor(seconds / 60)
  return minutes < 60
    ? `${minutes} min ${Math.round(seconds % 60)} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

export function formatInstant(instant: string): string {
  return new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' }).format(
    new Date(instant),
  )
}

export function formatDate(instant: string): string {
  return new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium' }).format(new Date(instant))
}

/** "3 minutes ago". */
export function formatAgo(instant: string, now = Date.now()): string {
  const relative = new Intl.RelativeTimeFormat(i18n.language, { numeric: 'auto' })
  const minutes = (new Date(instant).getTime() - now) / 60_000
  if (Math.abs(minutes) < 60) return relative.format(Math.round(minutes), 'minute')
  if (Math.abs(minutes) < 60 * 24) return relative.format(Math.round(minutes / 60), 'hour')
  return relative.format(Math.round(minutes / 60 / 24), 'day')
}
