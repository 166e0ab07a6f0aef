import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { apiDocs } from './scripts/api-docs.ts'

const backend = process.env['ISOCENTER_DEV_BACKEND'] ?? 'http://127.0.0.1:8000'

const decoders = [
  'codec-libjpeg-turbo-8bit/decodewasmjs',
  'codec-charls/decodewasmjs',
  'codec-openjpeg/decodewasmjs',
  'codec-openjph/wasmjs',
].map((codec) => `@cornerstonejs/${codec}`)

export default defineConfig({
  plugins: [react(), apiDocs()],
  resolve: {
    alias: {
      '@': fileURLToPath(new URL('./src', import.meta.url)),
      // vtk.js pulls in xmlbuilder2, which extends node's EventEmitter; without
      // this the built page dies with "Class extends value undefined".
      events: 'events/',
    },
  },
  worker: { format: 'es' },
  // Development only. The loader must stay unbundled, or the URL of its worker
  // breaks; the others must be bundled once, or their metadata is duplicated.
  optimizeDeps: {
    exclude: ['@cornerstonejs/dicom-image-loader'],
    include: [
      '@cornerstonejs/core',
      '@cornerstonejs/tools',
      '@cornerstonejs/metadata',
      'comlink',
      'pako',
      'dicom-parser',
      ...decoders,
    ],
  },
  server: {
    host: '127.0.0.1',
    port: 5173,
    proxy: { '/api/': backend, '/dicomweb': backend, '/docs': backend, '/openapi.json': backend },
  },
  build: {
    // The page's security policy refuses data: URLs for fonts and pictures.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 6000,
    // Younger browsers know light-dark() themselves; its translation for older ones does not see Mantine's switch.
    cssTarget: ['chrome123', 'firefox121', 'safari17.5'],
    license: { fileName: 'licenses.md' },
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/test/setup.ts'],
    // Typing into forms takes its time where other suites run beside this one.
    testTimeout: 20_000,
    restoreMocks: true,
    unstubGlobals: true,
  },
})
