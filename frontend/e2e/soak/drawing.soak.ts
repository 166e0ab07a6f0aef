/**
 * Two people draw while the network goes, a tab dies and the server is killed with kill -9: nothing that was confirmed
 * is lost, nothing is there twice. SEED and TIMES choose the moments; the same seed gives the same ones.
 */
import { expect, test } from '@playwright/test'
import { Arranger } from '../support/arrange'
import { images } from '../support/images'
import { readerOf } from '../support/people'
import { DrawingReader } from './drawing-reader'
import { KillableServer } from './killable-server'
import { randomFrom } from './random'

const times = Number(process.env['TIMES'] ?? 40)
const seed = Number(process.env['SEED'] ?? 1)

const server = new KillableServer(Number(process.env['E2E_PORT']), process.env['E2E_DATA_DIR']!)

test.beforeAll(() => server.start())
test.afterAll(() => server.kill())

test(`${times} troubles while two people draw, seed ${seed}`, async ({ browser, request }) => {
  test.setTimeout(times * 30_000 + 120_000)
  const random = randomFrom(seed)
  const arranger = await Arranger.signedIn(request)
  const groupId = await arranger.group('Trouble')
  const setId = await arranger.setIn(groupId, 'Trouble', ['Spot'], [images().photographs[0]!], 2)
  const readers: DrawingReader[] = []
  for (const name of ['Cleo', 'Dora']) {
    const reader = new DrawingReader(await readerOf(browser, name, await arranger.joinCode(groupId)))
    await reader.begin(setId)
    readers.push(reader)
  }
  for (let round = 0; round < times; round++) {
    const plan = planFrom(random)
    const struck = readers[plan.struck]!
    await test.step(`${round}: ${plan.trouble} after ${Math.round(plan.strikeMs)} ms`, async () => {
      await Promise.all([strike(struck, plan), ...readers.map((reader) => reader.draw())])
      await pause(plan.lastMs)
      await recover(struck, plan.trouble)
      if (plan.reloads && plan.trouble !== 'tab') await struck.reload()
      for (const reader of readers)
        await reader.check({ mayMiss: plan.trouble === 'tab' && reader === struck ? 1 : 0 })
    })
  }
  for (const reader of readers) {
    await reader.reload()
    await reader.check({ mayMiss: 0 })
    expect(reader.confirmedCount, 'the network was watched').toBeGreaterThan(times / 2)
  }
})

type Trouble = 'cut' | 'tab' | 'kill'

interface Plan {
  readonly trouble: Trouble
  readonly struck: number
  readonly strikeMs: number
  readonly lastMs: number
  readonly reloads: boolean
}

/** The network goes most often, as it does. */
function planFrom(random: () => number): Plan {
  const chance = random()
  return {
    trouble: chance < 0.5 ? 'cut' : chance < 0.8 ? 'tab' : 'kill',
    struck: random() < 0.5 ? 0 : 1,
    strikeMs: random() * 400,
    lastMs: 100 + random() * 600,
    reloads: random() < 0.3,
  }
}

const pause = (ms: number) => new Promise((later) => setTimeout(later, ms))

async function strike(reader: DrawingReader, { trouble, strikeMs }: Plan) {
  await pause(strikeMs)
  if (trouble === 'cut') await reader.setOffline(true)
  else if (trouble === 'tab') await reader.killTab()
  else await server.kill()
}

async function recover(reader: DrawingReader, trouble: Trouble) {
  if (trouble === 'cut') await reader.setOffline(false)
  else if (trouble === 'tab') await reader.openAgain()
  else await server.start()
}
