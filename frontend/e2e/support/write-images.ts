import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const repository = resolve(import.meta.dirname, '../../..')
const writeHospital = `
import dataclasses, json, pathlib, sys
from backend.imaging.phantoms import write_demo_hospital
hospital = write_demo_hospital(pathlib.Path(sys.argv[1]))
print(json.dumps(dataclasses.asdict(hospital), default=str))
`

/** Writes the artificial patients that the journeys upload, once per run. */
export default function writeImages() {
  const data = process.env['E2E_DATA_DIR']!
  const paths = execFileSync(
    join(repository, '.venv/bin/python'),
    ['-c', writeHospital, join(data, 'images')],
    {
      cwd: repository,
      encoding: 'utf8',
    },
  )
  writeFileSync(join(data, 'images.json'), paths)
}
