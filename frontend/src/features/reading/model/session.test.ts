import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ApiError, noAnswer } from '@/api/errors'
import { apply, type Examination, type SentOperation } from './examination'
import { annotation, examination } from './fixtures'
import { putAnnotation, setFlags } from './history'
import { openJournal, type Journal } from './journal'
import { ExaminationSession } from './session'
import { ReadingSessions } from './sessions'

/** A server that keeps one examination, as the real one answers. */
class Server {
  state: Examination = examination()
  readonly seen = new Set<string>()
  readonly batches: string[][] = []
  failure: (() => Error) | null = null
  refuses: (operation: SentOperation) => string | null = () => null
  /** Whether a refusal says which operation it is about. */
  names = false

  readonly post = (_id: string, baseVersion: number, operations: SentOperation[]) => {
    this.batches.push(operations.map(({ id }) => id))
    if (this.failure) return Promise.reject(this.failure())
    const known = operations.filter(({ id }) => this.seen.has(id))
    if (baseVersion !== this.state.version && known.length < operations.length) {
      return Promise.reject(this.changed(known.map(({ id }) => id)))
    }
    const guilty = operations.find((operation) => this.refuses(operation))
    if (guilty) {
      const members = this.names ? { operation_id: guilty.id } : {}
      return Promise.reject(new ApiError(422, 'Refused', this.refuses(guilty)!, members))
    }
    const fresh = operations.filter(({ id }) => !this.seen.has(id))
    fresh.forEach(({ id }) => this.seen.add(id))
    this.state = { ...fresh.reduce(apply, this.state), version: this.state.version + (fresh.length ? 1 : 0) }
    return Promise.resolve({ examination: this.state, acknowledged: operations.map(({ id }) => id) })
  }

  private changed(acknowledged: string[]): ApiError {
    return new ApiError(409, 'ExaminationChanged', 'Changed.', { examination: this.state, acknowledged })
  }
}

let server: Server
let journal: Journal
let owner: string
let people = 0

beforeEach(async () => {
  server = new Server()
  journal = await openJournal()
  owner = `reader ${(people += 1)}`
})

afterEach(() => vi.useRealTimers())

const noPaint = () => Promise.resolve({ version: server.state.version, masks: [] })
const open = () => ExaminationSession.open(server.state, owner, journal, server.post, noPaint)
const draw = (session: ExaminationSession, id: string) =>
  session.perform(putAnnotation(session.getSnapshot().examination, annotation(id)))
const saved = (session: ExaminationSession) => vi.waitFor(() => expect(session.isAllSaved).toBe(true))
const onServer = () => server.state.annotations.map(({ id }) => id)

test('an edit is shown at once and saved when the server says so', async () => {
  const session = await open()

  draw(session, 'a')
  expect(session.getSnapshot().examination.annotations).toHaveLength(1)
  expect(session.isAllSaved).toBe(false)

  await saved(session)
  expect(onServer()).toEqual(['a'])
})

test('edits made while one is under way go together', async () => {
  const session = await open()

  for (const id of ['a', 'b', 'c']) draw(session, id)
  await saved(session)

  expect(server.batches.map((batch) => batch.length)).toEqual([1, 2])
  expect(onServer()).toEqual(['a', 'b', 'c'])
})

describe('without an answer', () => {
  test('work goes on, and the same operations go again', async () => {
    const session = await open()
    server.failure = noAnswer

    draw(session, 'a')
    await vi.waitFor(() => expect(session.getSnapshot().link).toBe('offline'))
    draw(session, 'b')
    server.failure = null
    session.hurry()
    await saved(session)

    expect(session.getSnapshot().link).toBe('online')
    expect(onServer()).toEqual(['a', 'b'])
    expect(server.batches[1]).toContain(server.batches[0]![0])
  })

  test('waits longer every time', async () => {
    const session = await open()
    vi.useFakeTimers()
    server.failure = noAnswer

    draw(session, 'a')
    await vi.advanceTimersByTimeAsync(0)
    expect(server.batches).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(server.batches).toHaveLength(2)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(server.batches).toHaveLength(2)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(server.batches).toHaveLength(3)
    session.close()
  })

  test('a session that ended is told apart', async () => {
    const session = await open()
    server.failure = () => new ApiError(401, 'NotSignedIn', 'Sign in.')

    draw(session, 'a')

    await vi.waitFor(() => expect(session.getSnapshot().link).toBe('signed-out'))
    session.close()
  })

  test('an answer that got lost does not make anything happen twice', async () => {
    const session = await open()
    const { post } = server
    const losing = vi.fn(async (...sent: Parameters<typeof post>) => {
      await post(...sent)
      throw noAnswer()
    })
    const flakyPost = (...sent: Parameters<typeof post>) =>
      losing.mock.calls.length ? post(...sent) : losing(...sent)
    const flaky = await ExaminationSession.open(server.state, `${owner} flaky`, journal, flakyPost, noPaint)
    session.close()

    draw(flaky, 'a')
    await vi.waitFor(() => expect(flaky.getSnapshot().link).toBe('offline'))
    flaky.hurry()
    await saved(flaky)

    expect(onServer()).toEqual(['a'])
    expect(server.state.version).toBe(2)
  })
})

test('a conflict brings in the other’s work and keeps one’s own', async () => {
  const session = await open()
  server.state = { ...server.state, version: 9, annotations: [annotation('theirs')] }

  draw(session, 'mine')
  await saved(session)

  expect(onServer()).toEqual(['theirs', 'mine'])
  expect(session.getSnapshot().examination.annotations.map(({ id }) => id)).toEqual(['theirs', 'mine'])
})

describe('a refusal', () => {
  test('that names the operation costs the others nothing', async () => {
    const session = await open()
    draw(session, 'first')
    server.refuses = (operation) => (operation.kind === 'set_flags' ? 'No.' : null)
    server.names = true

    draw(session, 'a')
    session.perform(setFlags(session.getSnapshot().examination, { tentative: true }))
    draw(session, 'b')
    await vi.waitFor(() => expect(onServer()).toEqual(['first', 'a', 'b']))

    expect(server.batches.map((batch) => batch.length)).toEqual([1, 3, 2])
    expect(session.getSnapshot().queue.entries).toMatchObject([{ state: 'failed', reason: 'No.' }])
  })

  test('marks the one operation and lets the others through', async () => {
    const session = await open()
    server.refuses = (operation) =>
      operation.kind === 'put_annotation' && operation.annotation.id === 'bad' ? 'Outside the image.' : null

    for (const id of ['a', 'bad', 'b']) draw(session, id)
    await vi.waitFor(() => expect(onServer()).toEqual(['a', 'b']))

    await vi.waitFor(() =>
      expect(session.getSnapshot().queue.entries).toMatchObject([
        { state: 'failed', reason: 'Outside the image.' },
      ]),
    )
  })

  test('can be tried again', async () => {
    const session = await open()
    server.refuses = () => 'Not now.'
    draw(session, 'a')
    await vi.waitFor(() => expect(session.getSnapshot().queue.entries[0]?.state).toBe('failed'))

    server.refuses = () => null
    session.retryFailed()
    await saved(session)

    expect(onServer()).toEqual(['a'])
  })
})

describe('over a reload', () => {
  test('what was not confirmed is sent', async () => {
    server.failure = noAnswer
    const before = await open()
    draw(before, 'a')
    await vi.waitFor(async () => expect(await journal.unfinished(owner)).toEqual(['examination']))
    before.close()

    server.failure = null
    const after = await open()
    expect(after.getSnapshot().examination.annotations).toHaveLength(1)
    await saved(after)

    expect(onServer()).toEqual(['a'])
    await vi.waitFor(async () => expect(await journal.unfinished(owner)).toEqual([]))
  })

  test('undo still works', async () => {
    const before = await open()
    draw(before, 'a')
    await saved(before)
    before.close()

    const after = await open()
    expect(after.getSnapshot().canUndo).toBe(true)
    after.undo()
    await saved(after)

    expect(onServer()).toEqual([])
  })

  test('nothing is sent as somebody else', async () => {
    server.failure = noAnswer
    const before = await open()
    draw(before, 'a')
    await vi.waitFor(async () => expect(await journal.unfinished(owner)).toHaveLength(1))
    before.close()

    server.failure = null
    const other = await ExaminationSession.open(server.state, `${owner} other`, journal, server.post, noPaint)

    expect(other.isAllSaved).toBe(true)
    expect(await journal.unfinished(`${owner} other`)).toEqual([])
  })
})

test('undo and redo are saved like everything else', async () => {
  const session = await open()
  session.perform(setFlags(session.getSnapshot().examination, { tentative: true }))
  session.undo()
  await saved(session)
  expect(server.state.tentative).toBe(false)

  session.redo()
  await saved(session)
  expect(server.state.tentative).toBe(true)
})

test('readings that nobody opens now are sent as well', async () => {
  server.failure = noAnswer
  const before = await open()
  draw(before, 'a')
  await vi.waitFor(async () => expect(await journal.unfinished(owner)).toHaveLength(1))
  before.close()
  server.failure = null

  const sessions = new ReadingSessions(
    owner,
    journal,
    server.post,
    () => Promise.resolve(server.state),
    noPaint,
  )
  await sessions.resume()

  await vi.waitFor(() => expect(onServer()).toEqual(['a']))
  await vi.waitFor(() => expect(sessions.getSnapshot()).toEqual({ unsaved: 0, refused: 0, link: 'online' }))
})

describe('steps that the server remembers', () => {
  const first = { ...putAnnotation(examination(), annotation('a')), id: 'step' }
  const known = () => Promise.resolve({ undo: [first], redo: [] })

  test('can be taken back, though this browser never saw them', async () => {
    server.state = { ...server.state, annotations: [annotation('a')] }
    const session = await open()
    expect(session.getSnapshot().canUndo).toBe(false)

    await session.takeUp(known)
    session.undo()
    await saved(session)

    expect(onServer()).toEqual([])
  })

  test('are waited for by a hand that is faster', async () => {
    const session = await open()

    const taking = session.takeUp(known)
    session.undo()
    await taking
    await saved(session)

    expect(onServer()).toEqual([])
  })

  test('do not replace what was done meanwhile', async () => {
    const session = await open()
    const taking = session.takeUp(async () => {
      draw(session, 'b')
      return known()
    })

    await taking
    session.undo()
    await saved(session)

    expect(onServer()).toEqual([])
    expect(session.getSnapshot().canUndo).toBe(false)
  })

  test('are told by every operation, there and back', async () => {
    const told: SentOperation[] = []
    server.refuses = (operation) => (told.push(operation), null)
    const session = await open()

    draw(session, 'a')
    await saved(session)
    session.undo()
    await saved(session)

    expect(new Set(told.map(({ step }) => step?.id)).size).toBe(1)
    expect(told.map(({ step }) => step?.way)).toEqual(['forward', 'back'])
  })
})
