import { beforeEach, expect, test, vi } from 'vitest'
import { knowPerson } from '@/api/person'
import { postAs } from './server'

let sent: string[]

beforeEach(() => {
  sent = []
  vi.stubGlobal('fetch', (request: Request) => {
    sent.push(new URL(request.url).pathname)
    return Promise.resolve(Response.json({ examination: {}, acknowledged: [] }))
  })
})

test('sends what one drew while one is signed in', async () => {
  knowPerson('ada')

  await postAs('ada')('e1', 1, [])

  expect(sent).toEqual(['/api/v1/examinations/e1/operations'])
})

test.each([['bob'], [null]])('sends nothing of hers while %s is here', async (person) => {
  knowPerson(person)

  await expect(postAs('ada')('e1', 1, [])).rejects.toMatchObject({ status: 401 })

  expect(sent).toEqual([])
})
