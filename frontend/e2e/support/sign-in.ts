import { expect, type Page } from '@playwright/test'
import { administrator } from './administrator'

export async function signIn(page: Page) {
  await page.goto('/sign-in')
  await page.getByRole('textbox', { name: 'E-mail' }).fill(administrator.email)
  await page.getByLabel('Password', { exact: true }).fill(administrator.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('heading', { name: 'Home', level: 1 })).toBeVisible()
}
