import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import type { GridSample } from '../src/api/types'
import type { Examination } from '../src/features/reading/model/examination'
import { Arranger } from './support/arrange'
import { keyboard, type Spot } from './support/drawing-hands'
import { images } from './support/images'
import { readerOf } from './support/people'
import { objects, saved, shown } from './support/reading-room'
import { ask, idOfPage } from './support/server'
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

/** The reading that is on the screen, as the server has it. */
async function reading(page: Page): Promise<Examination> {
  const path = `/packages/${idOfPage(page, 'packages')}/items`
  const { items } = await ask<{ items: { examination_id: string }[] }>(page, path)
  return ask<Examination>(page, `/examinations/${items[0]!.examination_id}`)
}

const kinds = async (page: Page) => (await reading(page)).annotations.map(({ kind }) => kind).sort()

test('two tabs on one reading lose nothing, and another browser takes it back', async ({
  browser,
  request,
}) => {
  const arranger = await Arranger.signedIn(request)
  const groupId = await arranger.group('tabs')
  const setId = await arranger.setIn(groupId, 'Tabs', ['Nodule'], [images().photographs[0]!])
  const first = await readerOf(browser, 'Tabea', await arranger.joinCode(groupId))
  await first.goto(`/sets/${setId}`)
  await first.getByRole('button', { name: 'Take the next package' }).click()
  await shown(first)
  const address = first.url()
  const second = await first.context().newPage()
  await second.goto(address)
  await shown(second)
  const { sample } = (
    await ask<{ items: { sample: GridSample }[] }>(first, `/packages/${idOfPage(first, 'packages')}/items`)
  ).items[0]!
  const size = { columns: sample.images[0]!.columns!, rows: sample.images[0]!.rows! }
  const at = (x: number, y: number): Spot => [x * size.columns, y * size.rows]

  await test.step('what both draw at once is there', async () => {
    await keyboard.draw(first, 'box', [at(0.2, 0.2), at(0.4, 0.4)].map(whole), size)
    await keyboard.draw(second, 'ellipse', [at(0.6, 0.6), at(0.8, 0.8)].map(whole), size)
    await Promise.all([saved(first), saved(second)])
    await expect.poll(() => kinds(first)).toEqual(['box', 'ellipse'])
    await first.reload()
    await shown(first)
    await expect(objects(first)).toHaveCount(2)
  })

  await test.step('after the reload the last step is taken back, whichever tab made it', async () => {
    await expect(first.getByRole('button', { name: 'Undo' })).toBeEnabled()
    await first.keyboard.press('Control+z')
    await expect.poll(() => kinds(first)).toEqual(['box'])
  })

  const elsewhere = await (await browser.newContext()).newPage()
  await test.step('another browser takes the one before it back, and makes both again', async () => {
    const person = { email: 'tabea@e2e.example', password: 'correct horse battery' }
    const signedIn = await elsewhere.request.post('/api/v1/auth/sign-in', { data: person })
    expect(signedIn.ok(), await signedIn.text()).toBe(true)
    await elsewhere.goto(address)
    await shown(elsewhere)
    await expect(elsewhere.getByRole('button', { name: 'Undo' })).toBeEnabled()
    await elsewhere.keyboard.press('Control+z')
    await expect.poll(() => kinds(elsewhere)).toEqual([])
    await elsewhere.keyboard.press('Control+Shift+z')
    await elsewhere.keyboard.press('Control+Shift+z')
    await expect.poll(() => kinds(elsewhere)).toEqual(['box', 'ellipse'])
  })

  await test.step('the history shows a version, and brings it back', async () => {
    await saved(elsewhere)
    await elsewhere.keyboard.press('Alt+z')
    const history = elsewhere.getByRole('complementary', { name: 'History' })
    await history.getByRole('button', { name: /^1 ?Nodule, box/ }).click()
    await expect(history.getByText('You look at version 1.')).toBeVisible()
    expect((await new AxeBuilder({ page: elsewhere }).include('aside').analyze()).violations).toEqual([])
    await history.getByRole('button', { name: 'Bring this version back' }).click()
    await expect.poll(async () => (await kinds(elsewhere)).length).toBe(1)
    await history.getByRole('button', { name: /^Bring back what Tabea deleted/ }).click()
    await expect.poll(() => kinds(elsewhere)).toEqual(['box', 'ellipse'])
  })
})

const whole = ([x, y]: Spot): Spot => [Math.round(x), Math.round(y)]
