/** All tabs of a browser share one session: who signs in or out in one of them does so in all. */
import { api, unwrap } from './client'
import { csrfToken } from './session'
import type { Me } from './types'

const name = 'isocenter-person'

/** The id of who is signed in; null after a sign-out. */
type Person = string | null

let here: Person = null
/** Of the sign-in in which the server said who it is. */
let knownBy = ''
const arrivals = new Set<(person: string) => void>()

/** Remembers whose session this is, as the server has just said. */
export function knowPerson(person: Person): void {
  here = person
  knownBy = csrfToken()
  if (person) arrivals.forEach((listener) => listener(person))
}

/** Asks the server whose session this is. */
export async function askWhoIsHere(): Promise<Me> {
  const me = await unwrap(api.GET('/api/v1/auth/me'))
  knowPerson(me.id)
  return me
}

/** Whether what is sent now is sent as this person; another tab may have signed in somebody else a moment ago. */
export async function isHere(person: string): Promise<boolean> {
  if (here === person && csrfToken() !== knownBy) await askWhoIsHere()
  return here === person
}

/** Called when somebody has signed in, or opened the screen again, in this tab. */
export function onArrival(listener: (person: string) => void): () => void {
  arrivals.add(listener)
  return () => arrivals.delete(listener)
}

/** Tells the other tabs who is signed in here now. */
export function tellPerson(person: Person): void {
  if (typeof BroadcastChannel === 'undefined') return
  const channel = new BroadcastChannel(name)
  channel.postMessage(person)
  channel.close()
}

/** Hears from the other tabs who is signed in. */
export function onPersonElsewhere(listener: (person: Person) => void): () => void {
  if (typeof BroadcastChannel === 'undefined') return () => undefined
  const channel = new BroadcastChannel(name)
  channel.onmessage = (event: MessageEvent<Person>) => listener(event.data)
  return () => channel.close()
}
