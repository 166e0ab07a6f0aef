import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const repository = resolve(import.meta.dirname, '../../..')

export interface Channel {
  readonly mean: number
  readonly sd: number
  readonly min: number
  readonly max: number
}

/** What backend/tests/pixel_cases.py writes of one file. */
export interface PixelCase {
  readonly path: string
  readonly file: string
  readonly sop_class: string
  readonly series_instance_uid: string
  readonly sop_instance_uid: string
  readonly is_lossy: boolean
  /** Why pydicom has no statistics of it. */
  readonly undecodable?: string
  readonly box: object
  readonly channels: readonly Channel[]
  readonly slope: number
  /** From values to SUV by body weight, where the image allows it. */
  readonly suv: number | null
}

export const hasTestData = existsSync(join(repository, '../shared/data/manifest.csv'))

export function writePixelCases(): { cases: PixelCase[]; files: string[] } {
  const folder = join(process.env['E2E_DATA_DIR']!, 'pixels')
  const python = join(repository, '.venv/bin/python')
  execFileSync(python, ['-m', 'backend.tests.pixel_cases', folder], { cwd: repository })
  const cases = JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8')) as PixelCase[]
  const files = cases.map(({ file }) => join(folder, file)).filter((file) => existsSync(file))
  return { cases, files }
}
