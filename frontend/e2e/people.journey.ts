import { expect, test, type Browser, type Page } from '@playwright/test'
import { Arranger } from './support/arrange'
import { keyboard, mouse, type Hands } from './support/hands'
import { images } from './support/images'
import { idOfPage } from './support/server'

interface Person {
  email: string
  name: string
  password: string
}

const person = (name: string, way: string): Person => ({
  email: `${name.toLowerCase()}-${way}@e2e.example`,
  name: `${name} ${way}`,
  password: 'correct horse battery',
})

for (const [way, hands] of [
  ['mouse', mouse],
  ['keyboard', keyboard],
] as const) {
  test(`people register, join by code and get other roles, by ${way}`, async ({ page, browser }) => {
    const [anna, ben] = [person('Anna', way), person('Ben', way)]
    const group = `Readers by ${way}`
    const set = `Findings by ${way}`

    await test.step('register', () => register(page, hands, anna))
    await test.step('make a group', () => makeGroup(page, hands, group))
    const groupId = idOfPage(page, 'groups')
    const setId = await setOf(page, anna, groupId, set)
    const link = await test.step('make a join code', () => makeCode(page, hands))

    const second = await secondBrowser(browser)
    await test.step('register by the link, and be in', async () => {
      await joinByLink(second.page, hands, ben, link)
      await expect(second.page.getByRole('heading', { name: group, level: 1 })).toBeVisible()
      expect(second.asked.filter((url) => url.includes(codeOf(link)))).toEqual([])
    })

    const give = (role: string) => changeRole(page, hands, { groupId, of: ben.name, role })
    await test.step('a viewer looks', () => expectViewer(second.page, hands, set))
    await test.step('an annotator takes a package', async () => {
      await give('Annotator')
      await expectAnnotator(second.page, hands, setId)
    })
    await test.step('a reviewer extracts features', async () => {
      await give('Reviewer')
      await expectReviewer(second.page, setId)
    })
    await test.step('an admin sees join codes and settings', async () => {
      await give('Admin')
      await expectAdmin(second.page, hands, groupId)
    })
    await second.page.context().close()
  })
}

/** What others ask with it is watched, so that no address may carry the code. */
async function secondBrowser(browser: Browser) {
  const context = await browser.newContext()
  const page = await context.newPage()
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  return { page, asked }
}

const codeOf = (link: string) => new URL(link).hash.slice(1)
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const link = (page: Page, name: string) => page.getByRole('link', { name, exact: true })
const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true })
const tab = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Parts of the group' }).getByRole('link', { name })

async function register(page: Page, hands: Hands, who: Person) {
  await page.goto('/sign-in')
  await hands.press(link(page, 'New here? Create an account'))
  await fillIn(page, hands, who)
  await expect(page.getByRole('heading', { name: 'Home', level: 1 })).toBeVisible()
}

async function fillIn(page: Page, hands: Hands, who: Person) {
  await expect(page.getByRole('heading', { name: 'Create an account' })).toBeVisible()
  await hands.write(field(page, 'E-mail'), who.email)
  await hands.write(field(page, 'Name'), who.name)
  await hands.write(field(page, 'Password'), who.password)
  await hands.press(button(page, 'Create account'))
}

async function makeGroup(page: Page, hands: Hands, name: string) {
  await hands.press(page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Groups' }))
  await expect(page.getByRole('heading', { name: 'Groups', level: 1 })).toBeVisible()
  await hands.press(button(page, 'New group').first())
  await hands.write(page.getByRole('dialog').getByRole('textbox', { name: 'Name' }), name)
  await hands.press(button(page, 'Create group'))
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
}

/** With a picture of its own, so that there is something to take. */
async function setOf(page: Page, who: Person, groupId: string, name: string): Promise<string> {
  const arranger = await Arranger.signedIn(page.request, who)
  return arranger.setIn(groupId, name, ['Nodule'], [images().photographs[1]!])
}

async function makeCode(page: Page, hands: Hands): Promise<string> {
  await hands.press(tab(page, 'Join codes'))
  await hands.press(button(page, 'New join code').first())
  await hands.choose(page.getByRole('dialog').getByRole('combobox', { name: 'Role' }), 'Viewer')
  await hands.write(field(page, 'For'), 'Ben')
  await hands.press(button(page, 'Create code'))
  const shown = page.getByRole('dialog', { name: 'The code is ready' })
  const made = await shown.getByRole('textbox', { name: 'Link' }).inputValue()
  await hands.press(shown.getByRole('button', { name: 'Close' }).last())
  await expect(page.getByRole('table', { name: 'Join codes' })).toContainText(codeOf(made))
  return made
}

async function joinByLink(page: Page, hands: Hands, who: Person, address: string) {
  await page.goto(address)
  await expect(page.getByText('You have been invited to a group. Sign in to join it.')).toBeVisible()
  await hands.press(link(page, 'New here? Create an account'))
  await expect(field(page, 'Join code (optional)')).toHaveValue(codeOf(address))
  await fillIn(page, hands, who)
}

async function changeRole(
  page: Page,
  hands: Hands,
  { groupId, of, role }: { groupId: string; of: string; role: string },
) {
  await page.goto(`/groups/${groupId}/members`)
  const select = page.getByRole('combobox', { name: `Role of ${of}` })
  await hands.choose(select, role)
  await expect(select).toHaveValue(role)
  await page.reload()
  await expect(select).toHaveValue(role)
}

const takePackage = (page: Page) => button(page, 'Take the next package')

async function expectViewer(page: Page, hands: Hands, set: string) {
  await expect(tab(page, 'Members')).toBeVisible()
  await expect(tab(page, 'Settings')).toBeHidden()
  await hands.press(link(page, set))
  await expect(page.getByRole('heading', { name: set, level: 1 })).toBeVisible()
  // How far others are is kept from who looks on while the set is read blind.
  await expect(page.getByText(/readings done/)).toHaveCount(0)
  await expect(takePackage(page)).toBeHidden()
}

async function expectAnnotator(page: Page, hands: Hands, setId: string) {
  await page.goto(`/sets/${setId}/extraction`)
  await expect(page.getByRole('region', { name: 'Regions' })).toBeVisible()
  await expect(link(page, 'Extract features')).toBeHidden()
  await page.goto(`/sets/${setId}`)
  await hands.press(takePackage(page))
  await expect(page.getByRole('main', { name: 'Reading room' })).toBeVisible()
}

async function expectReviewer(page: Page, setId: string) {
  await page.goto(`/sets/${setId}/extraction`)
  await expect(link(page, 'Extract features')).toBeVisible()
}

async function expectAdmin(page: Page, hands: Hands, groupId: string) {
  await page.goto(`/groups/${groupId}`)
  await expect(tab(page, 'Join codes')).toBeVisible()
  await hands.press(tab(page, 'Settings'))
  await hands.write(field(page, 'Description'), 'Read by two.')
  await hands.press(button(page, 'Save'))
  await expect(page.getByText('Saved', { exact: true })).toBeVisible()
}
