import { expect, type Browser, type Page } from '@playwright/test'

/** A page in a browser of its own, of somebody new who has joined a group by its code. */
export async function readerOf(browser: Browser, name: string, code: string): Promise<Page> {
  const context = await browser.newContext()
  const person = { email: `${name.toLowerCase()}@e2e.example`, name, password: 'correct horse battery' }
  const answer = await context.request.post('/api/v1/auth/register', { data: { ...person, code } })
  expect(answer.status(), await answer.text()).toBe(201)
  return context.newPage()
}
