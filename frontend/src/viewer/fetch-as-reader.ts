import { sessionFetch } from '@/api/session'
import { ImageProblem } from './sources'

/** Read from this server with the reader's session. */
export async function fetchAsReader(url: string, accept: string): Promise<Response> {
  try {
    return await sessionFetch(new Request(url, { headers: { Accept: accept } }))
  } catch (error) {
    if (error instanceof TypeError) throw new ImageProblem('The server does not answer.')
    throw error
  }
}
