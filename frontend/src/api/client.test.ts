import { beforeEach, describe, expect, it, vi } from 'vitest'
import { problem, serve } from '@/test/server'
import { api, unwrap } from './client'
import { ApiError } from './errors'
import { onSessionLost } from './session'

const group = { id: '1', name: 'Chest readers' }
const askGroups = () => unwrap(api.GET('/api/v1/groups'))
const errorOf = async (asked: Promise<unknown>): Promise<ApiError> => {
  const error: unknown = await asked.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof ApiError)) throw new Error('an ApiError was expected')
  return error
}

beforeEach(() => {
  document.cookie = 'isocenter_csrf=a%2Bb'
})

describe('unwrap', () => {
  it('gives the data of an answer', async () => {
    serve({ 'GET /api/v1/groups': { body: { items: [group], total: 1, page: 1, page_size: 50 } } })

    const list = await askGroups()

    expect(list.items).toEqual([group])
  })

  it('throws the problem that the server names', async () => {
    serve({ 'GET /api/v1/groups': problem(403, 'NotPermitted', 'Your role does not allow this.') })

    const error = await errorOf(askGroups())

    expect(error).toMatchObject({
      status: 403,
      error: 'NotPermitted',
      detail: 'Your role does not allow this.',
    })
  })

  it('knows which fields are at fault', async () => {
    const errors = [{ field: 'body.name', message: 'String should have at least 1 character' }]
    serve({
      'POST /api/v1/groups': {
        status: 422,
        body: { status: 422, error: 'InvalidRequest', detail: 'body.name: …', errors },
      },
    })

    const error = await errorOf(unwrap(api.POST('/api/v1/groups', { body: { name: '' } })))

    expect(error.fieldErrors).toEqual({ name: 'String should have at least 1 character' })
  })

  it('keeps further members of a problem', async () => {
    const body = { status: 409, error: 'ExaminationChanged', detail: 'Changed.', acknowledged: ['7'] }
    serve({ 'GET /api/v1/groups': { status: 409, body } })

    const error = await errorOf(askGroups())

    expect(error.problem['acknowledged']).toEqual(['7'])
  })

  it('says so when nobody answers', async () => {
    serve({})

    const error = await errorOf(askGroups())

    expect(error).toMatchObject({ status: 0, error: 'NoAnswer' })
    expect(error.detail).toMatch(/does not answer/)
  })

  it('makes an error of an answer that is no problem', async () => {
    serve({ 'GET /api/v1/groups': { status: 502 } })

    expect(await errorOf(askGroups())).toMatchObject({ status: 502, error: 'Unexpected' })
  })
})

describe('the session', () => {
  it('sends the token of the cookie with what changes something', async () => {
    const { asked } = serve({ 'POST /api/v1/groups': { body: group } })

    await unwrap(api.POST('/api/v1/groups', { body: { name: 'Chest readers' } }))

    expect(asked[0]?.headers.get('X-CSRF-Token')).toBe('a+b')
  })

  it('is renewed once for all who meet a 401, and what they asked is asked again', async () => {
    let isFresh = false
    const server = serve({
      'GET /api/v1/groups': () =>
        isFresh
          ? { body: { items: [], total: 0, page: 1, page_size: 50 } }
          : problem(401, 'NotSignedIn', '…'),
      'POST /api/v1/auth/refresh': () => {
        isFresh = true
        return { body: {} }
      },
    })

    const lists = await Promise.all([askGroups(), askGroups(), askGroups()])

    expect(lists.map(({ total }) => total)).toEqual([0, 0, 0])
    expect(server.paths().filter((path) => path.endsWith('/refresh'))).toHaveLength(1)
  })

  it('sends the body again after renewing', async () => {
    const bodies: string[] = []
    let isFresh = false
    serve({
      'POST /api/v1/groups': async (request) => {
        bodies.push(await request.text())
        return isFresh ? { body: group } : problem(401, 'NotSignedIn', '…')
      },
      'POST /api/v1/auth/refresh': () => {
        isFresh = true
        return { body: {} }
      },
    })

    await unwrap(api.POST('/api/v1/groups', { body: { name: 'Chest readers' } }))

    expect(bodies).toEqual(['{"name":"Chest readers"}', '{"name":"Chest readers"}'])
  })

  it('is over when it cannot be renewed', async () => {
    const lost = vi.fn()
    const forget = onSessionLost(lost)
    serve({
      'GET /api/v1/groups': problem(401, 'NotSignedIn', 'Sign in first.'),
      'POST /api/v1/auth/refresh': problem(401, 'NotSignedIn', 'Sign in first.'),
    })

    const error = await errorOf(askGroups())
    forget()

    expect(error.status).toBe(401)
    expect(lost).toHaveBeenCalledOnce()
  })

  it('is not over because the server stumbles', async () => {
    const lost = vi.fn()
    const forget = onSessionLost(lost)
    serve({
      'GET /api/v1/groups': problem(401, 'NotSignedIn', 'Sign in first.'),
      'POST /api/v1/auth/refresh': { status: 502 },
    })

    const error = await errorOf(askGroups())
    forget()

    expect(error.status).toBe(502)
    expect(lost).not.toHaveBeenCalled()
  })

  it('is not renewed for a wrong password', async () => {
    const server = serve({ 'POST /api/v1/auth/sign-in': problem(401, 'WrongCredentials', 'Wrong.') })

    await errorOf(unwrap(api.POST('/api/v1/auth/sign-in', { body: { email: 'a@b.c', password: 'x' } })))

    expect(server.paths()).toEqual(['POST /api/v1/auth/sign-in'])
  })
})
