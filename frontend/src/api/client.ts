import createClient from 'openapi-fetch'
import { asApiError, problemFrom } from './errors'
import type { paths } from './schema'
import { sessionFetch } from './session'

export const api = createClient<paths>({ baseUrl: globalThis.location.origin, fetch: sessionFetch })

/** What openapi-fetch resolves to: data when the server agreed, a problem when it did not. */
interface Answer<Data> {
  data?: Data
  error?: unknown
  response: Response
}

/** The data of an answer; throws an `ApiError` when there is none. */
export async function unwrap<Data>(asked: Promise<Answer<Data>>): Promise<Data> {
  const answer = await asked.catch((error: unknown) => {
    throw asApiError(error)
  })
  if (!answer.response.ok) throw problemFrom(answer.response.status, answer.error)
  return answer.data as Data
}
