/** Offers a file that was made in the browser as a download. */
export function saveFile(name: string, content: BlobPart, type: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // Some browsers read the content only after the click has been handled.
  window.setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
