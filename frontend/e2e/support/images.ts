import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Images {
  ct_series: string[]
  ct_structure: string
  mr_series: string[]
  mr_segmentation: string
  radiograph: string
  photographs: string[]
}

export function images(): Images {
  return JSON.parse(readFileSync(join(process.env['E2E_DATA_DIR']!, 'images.json'), 'utf8')) as Images
}
