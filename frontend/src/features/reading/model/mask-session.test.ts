import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { ApiError, noAnswer } from '@/api/errors'
import { hashOf, sliceOf, unpacked, voxelsOf } from '@/viewer/masks/packing'
import { difference, NONE, type Runs } from '@/viewer/masks/runs'
import { apply, type Annotation, type Examination, type SentOperation } from './examination'
import { annotation, examination } from './fixtures'
import { deleteAnnotation, paintMask, startMask } from './history'
import { openJournal, type Journal } from './journal'
import { strokeBetween, voxelCount, voxelsIn, type PaintSent } from './masks'
import { ExaminationSession } from './session'

const here = { sopInstanceUid: '1.2', frame: 1 }
const runs = (...numbers: number[]) => Uint32Array.from(numbers)
const mask = annotation('m', { kind: 'mask', geometry: { kind: 'mask' } })

/** A server that keeps the voxels of one mask on its pictures, and checks every hash as the real one does. */
class Server {
  state: Examination = examination()
  voxels = new Map<string, Runs>()
  readonly seen = new Set<string>()
  failure: (() => Error) | null = null
  losesAnswer = false

  readonly post = (_id: string, baseVersion: number, operations: SentOperation[]) => {
    if (this.failure) return Promise.reject(this.failure())
    const known = operations.filter(({ id }) => this.seen.has(id)).map(({ id }) => id)
    const fresh = operations.filter(({ id }) => !this.seen.has(id))
    if (fresh.length && baseVersion !== this.state.version) return this.refuse('ExaminationChanged', known)
    const before = new Map(this.voxels)
    for (const operation of fresh) {
      if (operation.kind === 'delete_annotation') this.voxels.clear()
      if (operation.kind !== 'paint_mask' || this.paint(operation)) continue
      this.voxels = before
      return this.refuse('MaskChanged', known)
    }
    fresh.forEach(({ id }) => this.seen.add(id))
    this.become(fresh.reduce(apply, this.state), fresh.length)
    if (this.losesAnswer) return Promise.reject(noAnswer())
    return Promise.resolve({ examination: this.state, acknowledged: operations.map(({ id }) => id) })
  }

  readonly fetchMasks = () =>
    Promise.resolve({
      version: this.state.version,
      masks: [...this.voxels].flatMap(([uid, marked]) => {
        const slice = sliceOf(marked)
        return slice ? [{ annotation_id: 'm', sop_instance_uid: uid, frame: 1, ...slice }] : []
      }),
    })

  /** Somebody paints in another tab. */
  elsewhere(marked: Runs): void {
    this.voxels.set('1.2', marked)
    this.become(this.state, 1)
  }

  private become(state: Examination, steps: number): void {
    const count = [...this.voxels.values()].reduce((sum, marked) => sum + (sliceOf(marked)?.voxels ?? 0), 0)
    const counted = (each: Annotation) => (each.kind === 'mask' ? { ...each, voxel_count: count } : each)
    this.state = { ...state, annotations: state.annotations.map(counted), version: state.version + steps }
  }

  private paint({ slices }: PaintSent): boolean {
    return slices.every(({ sop_instance_uid, base, result, difference: changed }) => {
      const before = this.voxels.get(sop_instance_uid!) ?? NONE
      const after = difference(before, unpacked(changed))
      this.voxels.set(sop_instance_uid!, after)
      return hashOf(before) === base && hashOf(after) === result
    })
  }

  private refuse(error: string, acknowledged: string[]) {
    return Promise.reject(new ApiError(409, error, 'Changed.', { examination: this.state, acknowledged }))
  }
}

let server: Server
let journal: Journal
let owner: string
let people = 0

beforeEach(async () => {
  server = new Server()
  journal = await openJournal()
  owner = `painter ${(people += 1)}`
})

const open = () => ExaminationSession.open(server.state, owner, journal, server.post, server.fetchMasks)
const now = (session: ExaminationSession) => [...voxelsIn(session.getSnapshot().masks, 'm', here)]
const saved = (session: ExaminationSession) => vi.waitFor(() => expect(session.isAllSaved).toBe(true))
const onServer = () => [...(server.voxels.get('1.2') ?? [])]

function start(session: ExaminationSession, to: Runs): void {
  const stroke = strokeBetween(here, NONE, to)!
  session.perform(startMask(session.getSnapshot().examination, mask, [stroke]))
}

function paint(session: ExaminationSession, to: Runs): void {
  const { examination: reading, masks } = session.getSnapshot()
  const stroke = strokeBetween(here, voxelsOf(masks.get('m')?.get('1.2 1')), to)!
  session.perform(paintMask(reading, 'm', [stroke]))
}

/** A reading with a mask that somebody opens again. */
async function reopened(marked: Runs): Promise<ExaminationSession> {
  const first = await open()
  start(first, marked)
  await saved(first)
  first.close()
  owner = `${owner} again`
  const session = await open()
  session.wantMasks()
  await vi.waitFor(() => expect(session.getSnapshot().areMasksComplete).toBe(true))
  return session
}

test('a stroke is shown at once, and the voxels of the server are the same', async () => {
  const session = await open()

  start(session, runs(2, 8))
  paint(session, runs(4, 10))
  expect(now(session)).toEqual([4, 10])

  await saved(session)
  expect(onServer()).toEqual([4, 10])
  expect(now(session)).toEqual([4, 10])
})

test('the masks of a reading are loaded when somebody looks at it', async () => {
  const session = await reopened(runs(2, 8))

  expect(now(session)).toEqual([2, 8])
  paint(session, runs(2, 9))
  await saved(session)
  expect(onServer()).toEqual([2, 9])
})

test('undo and redo paint back and forth, over deleting too', async () => {
  const session = await open()
  start(session, runs(2, 8))
  paint(session, runs(4, 10))
  session.perform(deleteAnnotation(session.getSnapshot().examination, 'm', session.getSnapshot().masks)!)
  expect(now(session)).toEqual([])

  session.undo()
  expect(now(session)).toEqual([4, 10])
  session.undo()
  await saved(session)
  expect(onServer()).toEqual([2, 8])

  session.redo()
  await saved(session)
  expect(onServer()).toEqual([4, 10])
})

test('what was painted offline goes later, after a reload too', async () => {
  server.failure = noAnswer
  const before = await open()
  start(before, runs(2, 8))
  paint(before, runs(4, 10))
  await vi.waitFor(() => expect(before.getSnapshot().link).toBe('offline'))
  before.close()

  server.failure = null
  const after = await open()
  await saved(after)

  expect(onServer()).toEqual([4, 10])
})

describe('painting in two tabs', () => {
  test('keeps what both set and cleared', async () => {
    const session = await reopened(runs(2, 8))

    server.elsewhere(runs(2, 6, 20, 22))
    paint(session, runs(4, 10))
    await saved(session)

    expect(onServer()).toEqual([4, 6, 8, 10, 20, 22])
    await vi.waitFor(() => expect(now(session)).toEqual([4, 6, 8, 10, 20, 22]))
  })

  test('takes back only its own strokes', async () => {
    const session = await reopened(runs(2, 8))
    paint(session, runs(2, 12))
    await saved(session)

    server.elsewhere(runs(2, 12, 20, 22))
    session.undo()
    await saved(session)

    expect(onServer()).toEqual([2, 8, 20, 22])
  })
})

describe('an answer that got lost', () => {
  test('does not paint twice', async () => {
    const session = await reopened(runs(2, 8))
    server.losesAnswer = true
    paint(session, runs(2, 12))
    await vi.waitFor(() => expect(session.getSnapshot().link).toBe('offline'))

    server.losesAnswer = false
    session.hurry()
    await saved(session)

    expect(onServer()).toEqual([2, 12])
    expect(server.state.version).toBe(4)
  })

  test('and a reload leave nothing to send', async () => {
    const session = await reopened(runs(2, 8))
    server.losesAnswer = true
    paint(session, runs(2, 12))
    await vi.waitFor(() => expect(session.getSnapshot().link).toBe('offline'))
    session.close()

    server.losesAnswer = false
    const after = await open()
    await saved(after)

    expect(onServer()).toEqual([2, 12])
  })
})

test('where the server counts other voxels, they are asked for again', async () => {
  const session = await reopened(runs(2, 8))

  server.voxels.set('1.2', runs(2, 8, 30, 31)) // nobody said so
  server.state = {
    ...server.state,
    annotations: server.state.annotations.map((each) => ({ ...each, voxel_count: 7 })),
  }
  session.setState('done')
  await saved(session)

  await vi.waitFor(() => expect(voxelCount(session.getSnapshot().masks.get('m'))).toBe(7))
})
