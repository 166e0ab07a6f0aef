import js from '@eslint/js'
import reactHooks from 'eslint-plugin-react-hooks'
import globals from 'globals'
import tseslint from 'typescript-eslint'

const cornerstone = {
  group: ['@cornerstonejs/*', 'dcmjs', 'dicom-parser'],
  message: 'Only viewer/ knows cornerstone.',
}
const climbing = {
  group: ['../../**'],
  message: "Name other folders from the root: '@/…'. Features do not import each other; app/ composes them.",
}
const ban = (layers, why) => ({
  group: layers.flatMap((layer) => [`@/${layer}`, `@/${layer}/**`]),
  message: why,
})
const imports = (...patterns) => ({ 'no-restricted-imports': ['error', { patterns }] })

const oneWay = 'Imports go one way: app → features → viewer → components, lib, api.'
const upward = ban(['app', 'features'], oneWay)
const shared = ['components', 'lib', 'api']

/** A feature may use its own files ('./', '../') and the layers below; never another feature. */
export default tseslint.config(
  { ignores: ['dist', 'coverage', 'test-results', 'playwright-report', 'public', 'src/api/schema.d.ts'] },
  js.configs.recommended,
  tseslint.configs.recommendedTypeChecked,
  reactHooks.configs.flat.recommended,
  {
    languageOptions: {
      globals: { ...globals.browser },
      parserOptions: {
        projectService: { allowDefaultProject: ['*.js'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/consistent-type-imports': 'error',
      // A router says "go there instead" by throwing a redirect.
      '@typescript-eslint/only-throw-error': 'off',
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  { files: ['src/app/**'], rules: imports(cornerstone) },
  { files: ['src/features/*/*'], rules: imports(cornerstone, upward, { ...climbing, group: ['../**'] }) },
  { files: ['src/features/*/*/**'], rules: imports(cornerstone, upward, climbing) },
  { files: ['src/viewer/**'], rules: imports(upward) },
  {
    files: shared.map((layer) => `src/${layer}/**`),
    rules: imports(cornerstone, ban(['app', 'features', 'viewer'], oneWay)),
  },
  {
    files: ['*.js', '*.config.ts', 'scripts/**', 'e2e/**'],
    languageOptions: { globals: { ...globals.node } },
  },
  { files: ['*.js'], extends: [tseslint.configs.disableTypeChecked] },
)
