import { vi } from 'vitest'

interface Reply {
  status?: number
  body?: unknown
}

type Handler = (request: Request) => Reply | Promise<Reply>

/** Answers requests instead of the network. Keys are like `GET /api/v1/groups`; what has none is a failed connection. */
export function serve(routes: Record<string, Reply | Handler>) {
  const asked: Request[] = []
  const answer = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const request = new Request(new URL(input instanceof Request ? input.url : input, location.origin), {
      ...(input instanceof Request
        ? { method: input.method, headers: input.headers, body: await textOf(input) }
        : init),
    })
    asked.push(request)
    const route = routes[`${request.method} ${new URL(request.url).pathname}`]
    if (!route) throw new TypeError('Failed to fetch')
    const { status = 200, body } = typeof route === 'function' ? await route(request) : route
    return new Response(body === undefined ? null : JSON.stringify(body), {
      status,
      headers: { 'Content-Type': status < 400 ? 'application/json' : 'application/problem+json' },
    })
  }
  vi.stubGlobal('fetch', vi.fn(answer))
  return { asked, paths: () => asked.map(({ method, url }) => `${method} ${new URL(url).pathname}`) }
}

export function problem(status: number, error: string, detail: string): Reply {
  return { status, body: { type: 'about:blank', title: error, status, error, detail } }
}

async function textOf(request: Request): Promise<string | null> {
  return request.method === 'GET' ? null : request.text()
}
