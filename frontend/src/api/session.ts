import { ask } from './connection'
import { problemFrom } from './errors'

/** Keeps a signed-in browser signed in: the CSRF header, one refresh when access runs out, and what follows when that fails. */

const refreshUrl = '/api/v1/auth/refresh'
const csrfCookie = 'isocenter_csrf'
export const csrfHeader = 'X-CSRF-Token'

/** These answer 401 for other reasons than an access token that ran out. */
const withoutRefresh = ['/api/v1/auth/sign-in', refreshUrl, '/api/v1/auth/token']

let refreshing: Promise<boolean> | null = null
const lost = new Set<() => void>()

export function csrfToken(): string {
  const entry = document.cookie.split('; ').find((cookie) => cookie.startsWith(`${csrfCookie}=`))
  return entry ? decodeURIComponent(entry.slice(csrfCookie.length + 1)) : ''
}

/** Called when the session is over and cannot be renewed. */
export function onSessionLost(listener: () => void): () => void {
  lost.add(listener)
  return () => lost.delete(listener)
}

/** Renews the session. Callers who come while it runs share the one request. */
export function refreshSession(): Promise<boolean> {
  refreshing ??= askForRefresh().finally(() => {
    refreshing = null
  })
  return refreshing
}

/** After a 401: renews the session, or tells everyone that it is over. */
export async function regainSession(): Promise<boolean> {
  const regained = await refreshSession()
  if (!regained) lost.forEach((listener) => listener())
  return regained
}

/** `fetch` for the API: adds the CSRF header and repeats a request once after renewing the session. */
export async function sessionFetch(request: Request): Promise<Response> {
  const again = request.clone()
  const response = await ask(withCsrf(request))
  if (response.status !== 401 || isWithoutRefresh(request.url)) return response
  if (!(await regainSession())) return response
  return ask(withCsrf(again))
}

async function askForRefresh(): Promise<boolean> {
  const headers = { [csrfHeader]: csrfToken() }
  const response = await ask(refreshUrl, { method: 'POST', headers, credentials: 'same-origin' })
  if (response.ok) return true
  if (response.status === 401 || response.status === 403) return false
  // A server that stumbles has not ended the session.
  throw problemFrom(response.status, null)
}

function withCsrf(request: Request): Request {
  if (request.method !== 'GET' && request.method !== 'HEAD') request.headers.set(csrfHeader, csrfToken())
  return request
}

function isWithoutRefresh(url: string): boolean {
  return withoutRefresh.some((path) => new URL(url, location.origin).pathname.startsWith(path))
}
