import { beforeEach, describe, expect, it, vi } from 'vitest'
import { askWhoIsHere, isHere, knowPerson, onArrival } from './person'

let signedIn: string
let asked: number
const becomeSignedIn = (person: string, csrf: string) => {
  signedIn = person
  document.cookie = `isocenter_csrf=${csrf}`
}

beforeEach(() => {
  asked = 0
  becomeSignedIn('ada', 'first')
  vi.stubGlobal('fetch', () => {
    asked += 1
    return Promise.resolve(Response.json({ id: signedIn }))
  })
})

describe('who is here', () => {
  it('is nobody until the server has said so', async () => {
    knowPerson(null)

    expect(await isHere('ada')).toBe(false)
  })

  it('is who the server said, without asking again', async () => {
    await askWhoIsHere()

    expect(await isHere('ada')).toBe(true)
    expect(asked).toBe(1)
  })

  it('is asked again once another tab has signed in', async () => {
    await askWhoIsHere()
    becomeSignedIn('bob', 'second')

    expect(await isHere('ada')).toBe(false)
    expect(await isHere('bob')).toBe(true)
    expect(asked).toBe(2)
  })

  it('is the same after the session was renewed', async () => {
    await askWhoIsHere()
    becomeSignedIn('ada', 'renewed')

    expect(await isHere('ada')).toBe(true)
  })
})

it('an arrival is told, a departure is not', () => {
  const arrived = vi.fn()
  const stop = onArrival(arrived)

  knowPerson('ada')
  knowPerson(null)
  stop()
  knowPerson('bob')

  expect(arrived.mock.calls).toEqual([['ada']])
})
