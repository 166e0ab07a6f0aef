/** All tabs of a browser share one session: who signs in or out in one of them does so in all. */

const name = 'isocenter-person'

/** The id of who is signed in; null after a sign-out. */
type Person = string | null

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
