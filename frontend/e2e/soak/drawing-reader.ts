import { expect, type Page, type Response } from '@playwright/test'
import type { components } from '../../src/api/schema'
import { patience } from '../support/patience'
import { picture, shown } from '../support/reading-room'
import { ask, idOfPage } from '../support/server'

type Acknowledgement = components['schemas']['Acknowledgement']
type Examination = components['schemas']['ExaminationRead']

const columns = 10
const rows = 8
const recoverMs = 60_000 * patience

/** Somebody who draws boxes on one picture, and remembers which of them the server has confirmed. */
export class DrawingReader {
  private drawn = 0
  private address = ''
  private reading = ''
  private isDead = false
  private readonly confirmed = new Set<string>()

  constructor(private page: Page) {}

  async begin(setId: string) {
    this.page.context().on('response', (answer) => void this.listen(answer))
    await this.page.goto(`/sets/${setId}`)
    await this.page.getByRole('button', { name: 'Take the next package' }).click()
    await shown(this.page)
    this.address = this.page.url()
    this.reading = await readingOn(this.page)
  }

  /** A hand in a tab that dies stops where it is. */
  async draw() {
    await this.drawBox().catch((reason: unknown) => {
      if (!this.isDead) throw reason
    })
  }

  setOffline(isOffline: boolean) {
    return this.page.context().setOffline(isOffline)
  }

  /** The tab dies at once, as when its process is killed; nothing in it can say goodbye. */
  async killTab() {
    const control = await this.page.context().newCDPSession(this.page)
    this.isDead = true
    const died = this.page.waitForEvent('crash')
    control.send('Page.crash').catch(() => undefined) // the dead do not answer
    await died
  }

  async openAgain() {
    const dead = this.page
    this.page = await dead.context().newPage()
    this.isDead = false
    await dead.close()
    await this.page.goto(this.address)
    await shown(this.page)
  }

  async reload() {
    await this.page.reload()
    await shown(this.page)
  }

  /**
   * Everything that was confirmed is there, and nothing twice: each object is the work of one operation. A stroke that
   * died with its tab, before it was even kept in the browser, may be missing.
   */
  async check({ mayMiss }: { mayMiss: number }) {
    const status = this.page.getByRole('status').filter({ hasText: 'all saved' })
    await expect(status).toBeVisible({ timeout: recoverMs })
    const { annotations, version } = await ask<Examination>(this.page, `/examinations/${this.reading}`)
    const ids = new Set(annotations.map(({ id }) => id))
    expect(
      [...this.confirmed].filter((id) => !ids.has(id)),
      'confirmed and lost',
    ).toEqual([])
    expect(annotations.length).toBeLessThanOrEqual(this.drawn)
    expect(annotations.length).toBeGreaterThanOrEqual(this.drawn - mayMiss)
    expect(new Set(annotations.map(({ geometry }) => JSON.stringify(geometry))).size).toBe(annotations.length)
    expect(version, 'operations in the journal').toBe(annotations.length)
    this.drawn = annotations.length
  }

  get confirmedCount(): number {
    return this.confirmed.size
  }

  /** Boxes stand in rows; where the picture is full, a little beside the first ones. */
  private async drawBox() {
    const area = (await picture(this.page).boundingBox())!
    const place = this.drawn % (columns * rows)
    const shift = 2 * Math.floor(this.drawn / (columns * rows))
    const x = area.x + area.width * (0.3 + 0.04 * (place % columns)) + shift
    const y = area.y + area.height * (0.15 + 0.08 * Math.floor(place / columns)) + shift
    this.drawn++
    await this.page.getByRole('button', { name: 'R box' }).click()
    await this.page.mouse.move(x, y)
    await this.page.mouse.down()
    await this.page.mouse.move(x + 6, y + 8)
    await this.page.mouse.move(x + 14, y + 18)
    await this.page.mouse.up()
  }

  private async listen(answer: Response) {
    if (!answer.url().endsWith('/operations') || answer.status() !== 200) return
    // A tab that has died takes its answers along: of those we know nothing, and ask nothing.
    const told = (await answer.json().catch(() => null)) as Acknowledgement | null
    for (const { id } of told?.examination.annotations ?? []) this.confirmed.add(id)
  }
}

async function readingOn(page: Page): Promise<string> {
  const path = `/packages/${idOfPage(page, 'packages')}/items`
  const { items } = await ask<{ items: { examination_id: string | null }[] }>(page, path)
  return items[0]!.examination_id!
}
