import { readFile } from 'node:fs/promises'
import { expect, type Page } from '@playwright/test'
import type { FeatureTable } from '../../src/api/types'
import { readCsv } from './csv'

/** Downloads the values of the run that is shown, and holds each against the API's, digit by digit. */
export async function expectDownloaded(page: Page, table: FeatureTable) {
  const downloading = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download' }).click()
  await page.getByRole('menuitem', { name: 'CSV, a row per region' }).click()
  const rows = readCsv(await readFile(await (await downloading).path(), 'utf8'))

  expect(rows).toHaveLength(table.items.length)
  for (const { region_name, patient_label, modality, values } of table.items) {
    const isIt = (row: Record<string, string>) =>
      [region_name, patient_label, modality].every((cell) => Object.values(row).includes(cell ?? ''))
    const row = rows.find(isIt)!
    const written = table.columns.map((name) => (row[name] === '' ? null : Number(row[name])))
    expect(written).toEqual(values)
  }
}
