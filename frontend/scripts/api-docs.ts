import { copyFile, mkdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import type { Plugin, ResolvedConfig } from 'vite'

const files = ['swagger-ui-bundle.js', 'swagger-ui.css', 'LICENSE', 'NOTICE']

/** Puts Swagger UI beside the app, so that the API documentation at /docs needs no other host. */
export function apiDocs(): Plugin {
  let config: ResolvedConfig
  return {
    name: 'isocenter:api-docs',
    apply: 'build',
    configResolved(resolved) {
      config = resolved
    },
    async closeBundle() {
      const source = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))
      const target = resolve(config.root, config.build.outDir, 'api-docs')
      await mkdir(target, { recursive: true })
      await Promise.all(files.map((file) => copyFile(join(source, file), join(target, file))))
    },
  }
}
