import { rmSync } from 'node:fs'

export default function tidy() {
  rmSync(process.env['E2E_DATA_DIR']!, { recursive: true, force: true, maxRetries: 5 })
}
