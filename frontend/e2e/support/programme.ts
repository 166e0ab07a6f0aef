import { expect, type Page } from '@playwright/test'

/** Goes to a part of a set, as a person would from any page of it. */
export async function openPart(page: Page, setId: string, part: string) {
  if (!page.url().includes(`/sets/${setId}`)) await page.goto(`/sets/${setId}`)
  await page.getByRole('navigation', { name: 'Parts of the set' }).getByRole('link', { name: part }).click()
}

/** Gives every free package to these people and to nobody else. */
export async function shareOut(page: Page, setId: string, names: readonly string[]) {
  await openPart(page, setId, 'Packages')
  await page.getByRole('button', { name: 'Share out' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('checkbox', { name: names[0]! })).toBeVisible()
  for (const choice of await dialog.getByRole('checkbox').all()) await choice.uncheck()
  for (const name of names) await dialog.getByRole('checkbox', { name }).check()
  await dialog.getByRole('button', { name: 'Share out' }).click()
  await expect(dialog.getByRole('status').getByRole('listitem')).toHaveCount(names.length)
  await dialog.getByRole('button', { name: 'Close' }).last().click()
}

/** Freezes what is done, and waits until it has a hash. */
export async function freeze(page: Page, setId: string, name: string, kinds: readonly string[]) {
  await openPart(page, setId, 'Releases')
  await page.getByRole('button', { name: 'New release…' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Name' }).fill(name)
  for (const kind of ['Readings', 'Adjudications', 'Known answers', 'Brought in from files'])
    await dialog.getByRole('checkbox', { name: kind, exact: true }).setChecked(kinds.includes(kind))
  await dialog.getByRole('button', { name: 'Freeze' }).click()
  await page.getByRole('link', { name }).click()
  await expect(page.getByRole('textbox', { name: 'Content hash' })).toHaveValue(/^[0-9a-f]{64}$/)
}

/** Exports the release that is shown, and gives the path of the file that the browser has taken. */
export async function exported(page: Page, format: string): Promise<string> {
  await page.getByRole('link', { name: 'Exports' }).click()
  const field = page.getByRole('combobox', { name: 'Format' })
  await field.click()
  await page.getByRole('option', { name: format, exact: true }).click()
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  const link = page.getByRole('link', { name: new RegExp(`^Download ${format}`) })
  await expect(link).toBeVisible({ timeout: 60_000 })
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
  return download.path()
}

/** Brings a file of annotations in, and waits for what became of it. */
export async function bringIn(page: Page, setId: string, file: string) {
  await openPart(page, setId, 'Export')
  await page.getByRole('button', { name: 'Bring in annotations…' }).first().click()
  const dialog = page.getByRole('dialog')
  const chooser = page.waitForEvent('filechooser')
  await dialog.getByRole('button', { name: 'File' }).click()
  await (await chooser).setFiles(file)
  await dialog.getByRole('button', { name: 'Bring in', exact: true }).click()
  await expect(page.getByText(/^\d+ readings?, \d+ objects?$/).first()).toBeVisible({ timeout: 60_000 })
}
