import { expect, type Locator, type Page } from '@playwright/test'

/** How a person acts on a page: a journey is walked with the mouse, and again without one. */
export interface Hands {
  press(target: Locator): Promise<void>
  write(field: Locator, text: string): Promise<void>
  choose(field: Locator, option: string): Promise<void>
}

export const mouse: Hands = {
  press: (target) => target.click(),
  write: (field, text) => field.fill(text),
  async choose(field, option) {
    await field.click()
    await optionOf(field.page(), option).click()
  },
}

export const keyboard: Hands = {
  async press(target) {
    await tabTo(target)
    await target.page().keyboard.press('Enter')
  },
  async write(field, text) {
    await tabTo(field)
    await field.page().keyboard.press('Control+A')
    await field.page().keyboard.type(text)
  },
  async choose(field, option) {
    const { keyboard } = field.page()
    await tabTo(field)
    await keyboard.press('ArrowDown')
    const wanted = optionOf(field.page(), option)
    await expect(wanted).toBeVisible()
    for (let step = 0; step < 10; step++) {
      if ((await wanted.getAttribute('data-combobox-selected')) !== null) break
      await keyboard.press('ArrowDown')
    }
    await keyboard.press('Enter')
    await expect(wanted).toBeHidden()
  },
}

/** Options say what they mean after their name. */
const optionOf = (page: Page, name: string) => page.getByRole('option', { name: new RegExp(`^${name}`) })

/** Goes to a button, a link or a field as one does without a mouse. */
export async function tabTo(target: Locator) {
  await expect(target).toBeVisible()
  await expect(target).toBeEnabled()
  const isThere = () => target.evaluate((element) => element === document.activeElement)
  for (let stop = 0; stop < 80; stop++) {
    if (await isThere()) return
    await target.page().keyboard.press('Tab')
  }
  throw new Error(`Tab never came to ${target.toString()}`)
}
