import { expect, test, type Page } from '@playwright/test'

interface Table {
  comment: string
  columns: Record<string, string>
}

function given<Value>(name: string): Value {
  return JSON.parse(process.env[name] ?? '') as Value
}

const [database, user, password] = given<[string, string, string]>('PHPMYADMIN_DATABASE')
const tables = given<Record<string, Table>>('PHPMYADMIN_EXPECTED')

// The list of tables shows the beginning of a comment.
const abridgedAt = 40

// One of each area.
const lookedInto = ['users', 'instances', 'annotations', 'jobs', 'extraction_tasks']

async function signIn(page: Page) {
  await page.goto('/index.php')
  await page.getByRole('textbox', { name: 'Username' }).fill(user)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Log in' }).click()
  await expect(page.getByText('Database server')).toBeVisible()
}

/** Debian's phpMyAdmin and the database are of different ages; only what a person would see as an error counts. */
async function expectNoError(page: Page) {
  await expect(page.locator('.alert-danger')).toHaveCount(0)
}

test('shows every table and column with what it is for', async ({ page }, info) => {
  await signIn(page)

  await page.goto(`/index.php?route=/database/structure&db=${database}`)
  for (const [name, table] of Object.entries(tables)) {
    const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) })
    await expect(row).toContainText(table.comment.slice(0, abridgedAt))
  }
  await expectNoError(page)
  await page.screenshot({ path: info.outputPath('tables.png'), fullPage: true })

  for (const name of lookedInto) {
    const table = tables[name]!
    await page.goto(`/index.php?route=/table/structure&db=${database}&table=${name}`)
    await expect(page.locator('#page_content')).toContainText(table.comment)
    const shown = await page.locator('#tablestructure tbody tr').allInnerTexts()
    const unexplained = Object.entries(table.columns).filter(
      ([column, comment]) => !shown.some((row) => row.split(/\s+/).includes(column) && row.includes(comment)),
    )
    expect(shown).toHaveLength(Object.keys(table.columns).length)
    expect(unexplained).toEqual([])
    await expectNoError(page)
  }
  await page.screenshot({ path: info.outputPath('columns.png'), fullPage: true })
})
