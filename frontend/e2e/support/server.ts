import { expect, type Page } from '@playwright/test'

/** Asks the API with the page's own session. */
export async function ask<Answer>(page: Page, path: string): Promise<Answer> {
  const response = await page.request.get(`/api/v1${path}`, { maxRetries: 2 }) // the server closes idle connections
  expect(response.status(), path).toBe(200)
  return (await response.json()) as Answer
}

/** The id in the address of the page that is shown: /sets/{id}/…, /packages/{id}. */
export function idOfPage(page: Page, kind: string): string {
  const [, shown, id] = new URL(page.url()).pathname.split('/')
  expect(shown).toBe(kind)
  return id!
}
