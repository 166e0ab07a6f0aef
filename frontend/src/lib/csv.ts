const needsQuotes = /[",\r\n]/
const looksLikeFormula = /^[=+\-@\t\r]/

/** A CSV table (RFC 4180). Cells that a spreadsheet would run as a formula are made plain text. */
export function toCsv(rows: readonly (readonly (string | number | null)[])[]): string {
  return rows.map((row) => row.map(cell).join(',') + '\r\n').join('')
}

function cell(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const text = looksLikeFormula.test(value) ? `'${value}` : value
  return needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
