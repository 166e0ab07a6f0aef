import { expect, test, type Page } from '@playwright/test'
import { administrator } from './support/administrator'
import { Arranger } from './support/arrange'
import { tabTo } from './support/hands'
import { images } from './support/images'
import { picture, saved, shown } from './support/reading-room'

/** The reader's journey again, without a mouse. */
test('a package is taken and read by keyboard alone', async ({ page, request }) => {
  const arranger = await Arranger.signedIn(request)
  // Not the images of the other journey, which counts what is stored for the first time.
  const { mr_series, photographs } = images()
  const setId = await arranger.set('Keyboard', ['Nodule', 'Mass'], [...mr_series, photographs[1]!])

  await test.step('sign in', async () => {
    await page.goto(`/sets/${setId}`)
    await expect(page.getByRole('textbox', { name: 'E-mail' })).toBeFocused()
    await page.keyboard.type(administrator.email)
    await page.keyboard.press('Tab')
    await page.keyboard.type(administrator.password)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: 'Keyboard', level: 1 })).toBeVisible()
  })

  await test.step('take a package', async () => {
    await tabTo(page.getByRole('button', { name: 'Take the next package' }))
    await page.keyboard.press('Enter')
    await expect(page.getByRole('main', { name: 'Reading room' })).toBeVisible()
    await ready(page)
  })

  await test.step('draw a box and change its label', async () => {
    await page.keyboard.press('r')
    await page.keyboard.press('Enter')
    await press(page, 'Shift+ArrowRight', 4)
    await press(page, 'Shift+ArrowDown', 3)
    await page.keyboard.press('Enter')
    await expect(object(page, 'Nodule')).toBeVisible()
    await page.keyboard.press('2')
    await expect(object(page, 'Mass')).toBeVisible()
  })

  await test.step('undo and redo, also over a reload', async () => {
    await page.keyboard.press('Control+z')
    await expect(object(page, 'Nodule')).toBeVisible()
    await saved(page)
    await page.reload()
    await ready(page)
    await page.keyboard.press('Control+Shift+z')
    await expect(object(page, 'Mass')).toBeVisible()
  })

  await test.step('done, and no finding on the next', async () => {
    await page.keyboard.press('Control+Enter')
    await expect(page.getByText('2 / 2')).toBeVisible()
    await ready(page)
    await page.keyboard.press('x')
    await expect(page.getByRole('checkbox', { name: 'No finding' })).toBeChecked()
    await page.keyboard.press('Control+Enter')
    await expect(page.getByText('Every sample of this package is done.')).toBeVisible()
    await saved(page)
  })
})

const object = (page: Page, label: string) =>
  page.getByRole('region', { name: 'On this image' }).getByRole('button', { name: new RegExp(`^${label} `) })

/** The picture has the keys. */
async function ready(page: Page) {
  await shown(page)
  await expect(picture(page)).toBeFocused()
}

async function press(page: Page, key: string, times: number) {
  for (let time = 0; time < times; time++) await page.keyboard.press(key)
}
