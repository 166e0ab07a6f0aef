import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { administrator } from '../support/administrator'
import { patience } from '../support/patience'

const repository = resolve(import.meta.dirname, '../../..')
const startMs = 60_000 * patience

/** `isocenter serve` that can be killed with no goodbye, and started again over the same data. */
export class KillableServer {
  private process: ChildProcess | null = null

  constructor(
    private readonly port: number,
    private readonly data: string,
  ) {}

  get pid(): number {
    return this.process!.pid!
  }

  async start() {
    this.process = spawn('.venv/bin/isocenter', ['serve', '--port', String(this.port)], {
      cwd: repository,
      stdio: 'ignore',
      env: {
        ...process.env,
        ISOCENTER_DATA_DIR: this.data,
        ISOCENTER_REGISTRATION: 'invited',
        ISOCENTER_FIRST_ADMIN_EMAIL: administrator.email,
        ISOCENTER_FIRST_ADMIN_PASSWORD: administrator.password,
      },
    })
    const deadline = Date.now() + startMs
    while (!(await this.answers())) {
      if (Date.now() > deadline) throw new Error('the server does not answer')
      await new Promise((later) => setTimeout(later, 100))
    }
  }

  async kill() {
    const dying = this.process
    if (!dying || dying.exitCode !== null || dying.signalCode !== null) return
    dying.kill('SIGKILL')
    await once(dying, 'exit')
  }

  private async answers(): Promise<boolean> {
    try {
      return (await fetch(`http://127.0.0.1:${this.port}/api/v1/health`)).ok
    } catch {
      return false
    }
  }
}
