import { expect, type Page } from '@playwright/test'

export const picture = (page: Page) => page.getByTestId('viewport')

/** The server has confirmed everything. */
export const saved = (page: Page) =>
  expect(page.getByRole('status').filter({ hasText: 'all saved' })).toBeVisible()

/** The picture is on the screen, and its reading is open. */
export async function shown(page: Page) {
  await expect(picture(page).getByText(/Zoom \d+ %/)).toBeVisible()
  await saved(page)
}

/** The objects on the image, as the panel lists them; what is told of each is a list inside. */
export const objects = (page: Page) =>
  page.getByRole('region', { name: 'On this image' }).getByRole('list').first().locator('> li')
