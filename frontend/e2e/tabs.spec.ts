import { expect, test, type Page } from '@playwright/test'
import { signIn } from './support/sign-in'

/** How often a tab has opened the stream of events. */
function streams(page: Page): () => number {
  let opened = 0
  page.on('request', (request) => {
    if (new URL(request.url()).pathname === '/api/v1/events') opened += 1
  })
  return () => opened
}

test('the tabs of a browser share one stream of events, and one person', async ({ context }) => {
  const first = await context.newPage()
  const ofFirst = streams(first)
  await signIn(first)
  await expect.poll(ofFirst).toBe(1)

  const second = await context.newPage()
  const ofSecond = streams(second)
  await second.goto('/groups')
  await expect(second.getByRole('heading', { name: 'Groups', level: 1 })).toBeVisible()
  expect([ofFirst(), ofSecond()]).toEqual([1, 0])

  await test.step('the stream is handed over when its tab closes', async () => {
    await first.close()
    await expect.poll(ofSecond).toBe(1)
  })

  await test.step('a sign-out in one tab ends the others, a sign-in brings them back', async () => {
    const third = await context.newPage()
    await third.goto('/')
    await third.getByRole('button', { name: /Your account/ }).click()
    await third.getByRole('menuitem', { name: 'Sign out' }).click()
    await expect(second.getByRole('button', { name: 'Sign in' })).toBeVisible()

    await signIn(third)
    await expect(second.getByRole('heading', { name: 'Groups', level: 1 })).toBeVisible()
  })
})
