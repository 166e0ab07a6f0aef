import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { expect, type APIRequestContext } from '@playwright/test'
import { administrator } from './administrator'

/** Makes by the API what a test does not talk about. */
export class Arranger {
  private constructor(
    private readonly request: APIRequestContext,
    private readonly headers: Record<string, string>,
  ) {}

  static async signedIn(request: APIRequestContext, { email, password } = administrator): Promise<Arranger> {
    const answer = await request.post('/api/v1/auth/token', { data: { email, password } })
    const { access_token } = (await answer.json()) as { access_token: string }
    return new Arranger(request, { Authorization: `Bearer ${access_token}` })
  }

  /** A set with labels and pictures, one package of it waiting to be taken. */
  async set(name: string, labels: string[], files: string[]): Promise<string> {
    return this.setIn(await this.group(name), name, labels, files)
  }

  group(name: string): Promise<string> {
    return this.made('/groups', { name: `Readers of ${name}` })
  }

  /** A code to join a group with. */
  async joinCode(groupId: string, role: 'annotator' | 'reviewer' = 'annotator'): Promise<string> {
    const { code } = await this.post<{ code: string }>(`/groups/${groupId}/invitations`, { role })
    return code
  }

  async setIn(
    groupId: string,
    name: string,
    labels: string[],
    files: string[],
    readers = 1,
    more: object = {},
  ): Promise<string> {
    const wanted = { name, task: 'detection', readers_per_sample: readers, ...more }
    const setId = await this.made(`/groups/${groupId}/sets`, wanted)
    for (const label of labels) await this.made(`/sets/${setId}/labels`, { name: label, color: '#E69F00' })
    if (files.length > 0) await this.upload(setId, files)
    return setId
  }

  /** A reading with these objects, as a program writes it; the reader is whom the package belongs to. */
  async read(packageId: string, sampleId: string, annotations: readonly object[]): Promise<void> {
    const path = `/packages/${packageId}/samples/${sampleId}/examination`
    const opened = await this.request.post(`/api/v1${path}`, { headers: this.headers })
    expect(opened.ok(), await opened.text()).toBe(true)
    const { id, version } = (await opened.json()) as { id: string; version: number }
    const data = { base_version: version, annotations }
    const written = await this.request.put(`/api/v1/examinations/${id}`, { headers: this.headers, data })
    expect(written.ok(), await written.text()).toBe(true)
  }

  private async upload(setId: string, files: string[]) {
    const path = `/api/v1/uploads/${await this.made('/uploads', { set_id: setId })}`
    for (const file of files) {
      const params = { path: basename(file) }
      const answer = await this.request.put(`${path}/files`, {
        headers: this.headers,
        params,
        data: await readFile(file),
      })
      expect(answer.ok(), await answer.text()).toBe(true)
    }
    await this.request.post(`${path}/finish`, { headers: this.headers })
    await expect
      .poll(
        async () => {
          const answer = await this.request.get(path, { headers: this.headers })
          return ((await answer.json()) as { state: string }).state
        },
        { timeout: 180_000 },
      )
      .toBe('done')
  }

  private async made(path: string, data: object): Promise<string> {
    return (await this.post<{ id: string }>(path, data)).id
  }

  private async post<Answer>(path: string, data: object): Promise<Answer> {
    const answer = await this.request.post(`/api/v1${path}`, { headers: this.headers, data })
    expect(answer.status(), `${path}: ${await answer.text()}`).toBe(201)
    return (await answer.json()) as Answer
  }
}
