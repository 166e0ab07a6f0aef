import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import type { components } from '../src/api/schema'
import type { ExtractionRun, Group, Package, ReadingSet, Study, Upload } from '../src/api/types'
import { shown } from './support/reading-room'
import { ask } from './support/server'
import { signIn } from './support/sign-in'

const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** What the journey of reading.journey.ts made. */
const read = { group: 'Chest readers', set: 'Lung findings' }

const first = async <Item>(page: Page, path: string) => (await ask<{ items: Item[] }>(page, path)).items[0]!

async function groupThatRead(page: Page): Promise<Group> {
  const { items } = await ask<{ items: Group[] }>(page, '/groups')
  return items.find(({ name }) => name === read.group)!
}

type Release = components['schemas']['ReleaseRead']
type QueueItem = components['schemas']['QueueItem']

/** What programmes.journey.ts made: read by two, compared, decided, frozen and exported. */
const programme = (page: Page) => first<ReadingSet>(page, '/sets?search=Read+twice+boxes')

const setToRead = async (page: Page) =>
  first<ReadingSet>(page, `/groups/${(await groupThatRead(page)).id}/sets`)

/** Every page of the application; a new one belongs here. */
const pages: Record<string, (page: Page) => Promise<string[]>> = {
  'of groups and sets': async (page) => {
    const group = await groupThatRead(page)
    const set = await setToRead(page)
    const extraction = ['/extraction', '/extraction/plan']
    const parts = ['', '/samples', '/packages', '/labels', ...extraction, '/releases', '/upload', '/settings']
    return [
      '/groups',
      `/groups/${group.id}`,
      `/groups/${group.id}/members`,
      `/groups/${group.id}/releases`,
      `/groups/${group.id}/invitations`,
      `/groups/${group.id}/settings`,
      ...parts.map((part) => `/sets/${set.id}${part}`),
      '/join',
    ]
  },
  'of a reading programme': async (page) => {
    const set = await programme(page)
    const { sample } = await first<QueueItem>(page, `/sets/${set.id}/adjudications?state=all`)
    const release = await first<Release>(page, `/sets/${set.id}/releases`)
    const parts = ['packages', 'progress', 'agreement', 'adjudication', 'exports', 'releases']
    return [
      `/groups/${set.group_id}/progress`,
      ...parts.map((part) => `/sets/${set.id}/${part}`),
      `/sets/${set.id}/adjudication/${sample.id}`,
      `/releases/${release.id}`,
      `/releases/${release.id}/changes`,
      `/releases/${release.id}/exports`,
    ]
  },
  'of everything else': async (page) => {
    const { organization_id: organization } = await groupThatRead(page)
    const set = await setToRead(page)
    const run = await first<ExtractionRun>(page, `/extraction-runs?set_id=${set.id}`)
    const upload = await first<Upload>(page, '/uploads')
    const study = await first<Study>(page, '/studies')
    return [
      '/',
      '/about',
      '/uploads',
      `/uploads/${upload.id}`,
      '/studies',
      `/studies/${study.id}`,
      `/studies/${study.id}/extraction`,
      '/extraction-presets',
      `/extraction-presets/${run.preset.id}`,
      `/extraction-presets/${run.preset.id}/new-version`,
      '/extraction-presets/new',
      '/extraction-runs',
      `/extraction-runs/${run.id}`,
      `/extraction-runs/${run.id}/regions`,
      '/profile',
      `/organizations/${organization}`,
      `/organizations/${organization}/groups`,
      `/organizations/${organization}/settings`,
      '/admin/accounts',
      '/admin/organizations',
      '/no-such-page',
    ]
  },
}

/** All rules in the light, and those about colours again in the dark: nothing else changes with the scheme. */
async function expectAccessibleInBoth(page: Page) {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await settled(page)
  await expectAccessible(page)
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
  await expectAccessible(page, (builder) => builder.withRules(['color-contrast', 'link-in-text-block']))
}

const allRules = (builder: AxeBuilder) => builder.withTags(wcag)

async function expectAccessible(page: Page, rules = allRules) {
  // Colours on their way to others would be measured as neither.
  await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== 'running'))
  // What passes is counted by nobody: it is not gathered.
  const builder = new AxeBuilder({ page }).options({ resultTypes: ['violations'] })
  const { violations } = await rules(builder).analyze()
  const found = violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
  expect(found, page.url()).toEqual([])
}

/** The page has said its name, and what it loads is there. */
async function settled(page: Page) {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.getByRole('status', { name: 'Loading' })).toHaveCount(0)
  await expect(page.getByRole('alert')).toHaveCount(0)
  // A colour on its way to another would be measured as neither.
  await page.addStyleTag({ content: '* { transition: none !important; animation: none !important }' })
}

/** What the browser complains about while a test runs, and whom it asks besides our server. */
function complaints(page: Page, baseURL: string | undefined): string[] {
  const found: string[] = []
  page.on('console', (message) => message.type() === 'error' && found.push(message.text()))
  page.on('pageerror', (error) => found.push(error.message))
  page.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(`${baseURL}/`) && !/^(data|blob):/.test(url)) found.push(`asked ${url}`)
  })
  return found
}

test('the pages before one has signed in are accessible', async ({ page }) => {
  for (const path of ['/sign-in', '/register']) {
    await page.goto(path)
    await expectAccessibleInBoth(page)
  }
})

for (const [which, paths] of Object.entries(pages)) {
  test(`every page ${which} is accessible, in light and dark`, async ({ page, baseURL }) => {
    test.slow() // there are many
    const complained = complaints(page, baseURL)
    await signIn(page)
    for (const path of await paths(page)) {
      await test.step(path, async () => {
        await page.goto(path)
        await expectAccessibleInBoth(page)
      })
    }
    // Before anybody has signed in, the browser reports that nobody has.
    expect(complained.filter((text) => !text.includes('401'))).toEqual([])
  })
}

test('what is asked for in a reading programme is accessible, in light and dark', async ({ page }) => {
  test.slow() // there are many
  await signIn(page)
  const set = await programme(page)
  const asked: [path: string, button: string | RegExp][] = [
    [`/sets/${set.id}/exports`, 'Export readings…'],
    [`/sets/${set.id}/exports`, 'Bring in annotations…'],
    [`/sets/${set.id}/releases`, 'New release…'],
    [`/sets/${set.id}/packages`, 'Split anew'],
    [`/sets/${set.id}/packages`, 'Share out'],
    [`/sets/${set.id}/labels`, /^Edit/],
    [`/groups/${set.group_id}/settings`, 'New webhook'],
    [`/groups/${set.group_id}/invitations`, 'New join code'],
    ['/profile', 'New token'],
  ]
  for (const [path, button] of asked) {
    await test.step(`${path}: ${String(button)}`, async () => {
      await page.goto(path)
      await page.getByRole('button', { name: button }).first().click()
      await expect(page.getByRole('dialog')).toBeVisible()
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        await settled(page)
        // What lies half covered below it is looked at as a page of its own.
        await expectAccessible(page, (builder) => allRules(builder).include('[role="dialog"]'))
      }
    })
  }
})

test('the command palette is accessible, and is used by keyboard alone', async ({ page, baseURL }) => {
  const complained = complaints(page, baseURL)
  await signIn(page)
  await page.keyboard.press('Control+k')
  const field = page.getByRole('combobox', { name: 'Search and commands' })
  await expect(field).toBeFocused()
  await expectAccessible(page)

  await page.keyboard.type('lung find')
  await expect(page.getByRole('option', { name: new RegExp(read.set), selected: true })).toBeVisible()
  await expectAccessible(page)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: read.set, level: 1 })).toBeVisible()

  await page.keyboard.press('Control+k')
  await expect(page.getByRole('option', { name: new RegExp(read.set), selected: true })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(field).toBeHidden()
  expect(complained.filter((text) => !text.includes('401'))).toEqual([])
})

test('samples and packages are chosen and handled by keyboard alone', async ({ page, baseURL }) => {
  const complained = complaints(page, baseURL)
  await signIn(page)
  const set = await setToRead(page)
  await page.goto(`/sets/${set.id}/samples`)
  const boxes = page.getByRole('list', { name: 'Samples' }).getByRole('checkbox')
  await boxes.first().focus()
  await page.keyboard.press('Space')
  await page.keyboard.press('ArrowRight')
  await expect(boxes.nth(1)).toBeFocused()
  await page.keyboard.press('Shift+Space')
  await expect(page.getByText('2 chosen')).toBeVisible()
  await expectAccessible(page)

  await page.getByRole('button', { name: 'Delete…' }).press('Enter')
  const asked = page.getByRole('dialog', { name: 'Delete 2 samples?' })
  await expect(asked.getByText('2 samples', { exact: true })).toBeVisible()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await expect(asked).toBeHidden()

  // In the first set the administrator reads, and who is blind starts no round.
  await page.goto(`/sets/${(await programme(page)).id}/packages`)
  await page.getByRole('button', { name: 'Start the next round…' }).press('Enter')
  await expect(page.getByRole('dialog', { name: 'Start round 2?' })).toBeVisible()
  await expectAccessible(page)
  expect(complained.filter((text) => !text.includes('401'))).toEqual([])
})

test('an upload that was cut goes on after a reload', async ({ page }) => {
  await signIn(page)
  const set = await setToRead(page)
  const large = {
    name: 'not-an-image.bin',
    mimeType: 'application/octet-stream',
    buffer: Buffer.alloc(20_000_000),
  }
  const pieces: string[] = []
  let isCut = true
  await page.route('**/files?path=*', (route) => {
    const range = route.request().headers()['content-range']
    if (!range) return route.continue()
    if (isCut && pieces.length === 1) return route.abort()
    pieces.push(range)
    return route.continue()
  })
  const choose = () => page.locator('input[type=file]:not([webkitdirectory])').setInputFiles(large)

  await page.goto(`/sets/${set.id}/upload`)
  await choose()
  await expect(page.getByText('Cut off; it goes on by itself.')).toBeVisible()
  await page.reload()
  await expect(page.getByRole('group', { name: /was not finished/ })).toContainText(
    '1 more has arrived in part',
  )
  await expectAccessible(page)

  isCut = false
  await choose()
  await page.getByRole('link', { name: 'Open the report' }).click()
  await expect(page.getByRole('row', { name: /not-an-image.bin.*Refused/ })).toBeVisible()
  expect(pieces.map((range) => range.split('-')[0])).toEqual(['bytes 0', 'bytes 8000000', 'bytes 16000000'])
})

test('pages that failed are drawn on purpose, and accessible', async ({ page }) => {
  await signIn(page)
  const main = page.getByRole('navigation', { name: 'Main' })

  await test.step('a page that breaks leaves the way elsewhere', async () => {
    const broken = { items: [{}], total: 1, page: 1, page_size: 50 }
    await page.route('**/api/v1/groups?*', (route) => route.fulfill({ json: broken }))
    await main.getByRole('link', { name: 'Groups' }).click()
    await expect(page.getByRole('heading', { name: 'This page failed', level: 1 })).toBeVisible()
    await expectAccessible(page)
    await page.unroute('**/api/v1/groups?*')
    await main.getByRole('link', { name: 'Home' }).click()
    await expect(page.getByRole('heading', { name: 'Home', level: 1 })).toBeVisible()
  })

  await test.step('what is gone says so', async () => {
    await page.goto('/sets/00000000-0000-7000-8000-000000000000')
    await expect(page.getByRole('heading', { name: 'Not found', level: 1 })).toBeVisible()
    await expectAccessible(page)
  })

  await test.step('a server that is away is waited for', async () => {
    await page.route('**/api/v1/**', (route) => route.abort())
    await page.goto('/studies')
    await expect(page.getByRole('heading', { name: 'The server does not answer', level: 1 })).toBeVisible()
    await expectAccessible(page)
    await page.unroute('**/api/v1/**')
    await expect(page.getByRole('heading', { name: 'Studies', level: 1 })).toBeVisible()
  })
})

test('the reading room is accessible', async ({ page, baseURL }) => {
  const complained = complaints(page, baseURL)
  await signIn(page)
  const packages = (await ask<{ items: Package[] }>(page, '/packages')).items
  await page.goto(`/packages/${packages.find(({ set_name }) => set_name === read.set)!.id}`)
  await shown(page)
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Comments' }).click()
  await page.getByRole('button', { name: 'Pin a comment' }).click()
  await expect(page.getByText(/Click the picture where the comment belongs/)).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: '? Keys' }).click()
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible()
  await expectAccessible(page)
  expect(complained.filter((text) => !text.includes('401'))).toEqual([])
})

test('the API documentation is shown without asking any other host', async ({ page, baseURL }) => {
  const complained = complaints(page, baseURL)
  await page.goto('/docs')
  await expect(page.getByRole('heading', { name: /Isocenter/ })).toBeVisible()
  await page.getByRole('heading', { name: 'packages' }).getByRole('button').click()
  await expect(page.getByText('/api/v1/packages/{package_id}/items')).toBeVisible()
  expect(complained).toEqual([])
})
