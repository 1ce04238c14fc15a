import { defineConfig } from 'oxlint';

/**
 * Which folder may not import what, and why. One row per rule; `tsc -b` references enforce the same between
 * runtimes, and test/architecture proves that every row bites.
 */
export const layers: { files: string[]; forbid: string[]; because: string }[] = [
  {
    files: ['src/shared/**'],
    forbid: [
      '**/main/**',
      '**/renderer/**',
      '**/preload/**',
      '**/lab/**',
      'node:*',
      'electron',
      'rxdb',
      'rxjs',
    ],
    because: 'shared code runs in every runtime: it imports nothing but zod',
  },
  {
    files: ['src/renderer/**'],
    forbid: ['**/main/**', '**/lab/**', '**/preload/**', 'node:*', 'electron', 'rxdb'],
    because: 'the renderer is sandboxed and knows only the contract',
  },
  {
    files: ['src/preload/**'],
    forbid: ['**/main/**', '**/lab/**', '**/renderer/**', 'zod'],
    because: 'the preload exposes call and subscribe and nothing else',
  },
  {
    files: ['src/lab/**'],
    forbid: ['**/main/**', '**/renderer/**', 'electron', 'rxdb'],
    because: 'the lab is a separate program: it must not share code with what it tests',
  },
  {
    files: ['src/main/!(electron)/**', 'src/main/app.ts', 'src/main/cli.ts'],
    forbid: ['electron', '**/electron/**'],
    because: 'everything but src/main/electron and its entry runs without an Electron runtime',
  },
  {
    files: ['src/main/{collectors,mcp,inventory,findings,documents,scheduler,store,platform}/**'],
    forbid: ['**/cli/**', '**/app.ts', '**/cli.ts'],
    because: 'features receive what they need from the composition root, never the other way round',
  },
  {
    files: ['src/main/platform/**', 'src/main/store/**'],
    forbid: ['**/{collectors,mcp,inventory,findings,documents,scheduler}/**'],
    because: 'the store and the platform know no feature',
  },
  {
    files: ['src/main/documents/**'],
    forbid: ['**/{collectors,mcp,scheduler}/**'],
    because: 'documents are written from the inventory alone, so that every fact has its source there',
  },
  {
    files: ['src/main/findings/**'],
    forbid: ['**/{collectors,mcp,scheduler,documents,store}/**'],
    because: 'findings are pure functions of an inventory view',
  },
  {
    files: ['src/main/collectors/**'],
    forbid: ['**/{documents,findings,scheduler,store}/**'],
    because: 'collectors observe; what is done with observations is decided elsewhere',
  },
];

export default defineConfig({
  plugins: ['typescript', 'unicorn', 'oxc', 'import', 'promise', 'vitest'],
  categories: { correctness: 'error', suspicious: 'error' },
  ignorePatterns: ['out', 'dist', 'coverage', '.tsc', '**/fixtures/**'],
  rules: {
    'typescript/no-explicit-any': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/switch-exhaustiveness-check': 'error',
    'typescript/consistent-type-imports': 'error',
    'typescript/no-non-null-assertion': 'error',
    'typescript/no-unsafe-type-assertion': 'off',
    'typescript/consistent-return': 'off',
    'import/no-cycle': 'error',
    'import/no-default-export': 'error',
    'import/no-unassigned-import': 'off',
    'unicorn/consistent-function-scoping': 'off',
    'no-shadow': 'off',
    'no-await-in-loop': 'off',
    'no-console': 'error',
    'no-underscore-dangle': 'off',
    'vitest/no-focused-tests': 'error',
    'vitest/require-mock-type-parameters': 'off',
  },
  overrides: [
    ...layers.map(({ files, forbid, because }) => ({
      files,
      rules: {
        'no-restricted-imports': ['error', { patterns: [{ group: forbid, message: because }] }] as never,
      },
    })),
    {
      files: ['*.config.ts', 'scripts/**', 'test/**', 'src/lab/main.ts', 'src/main/cli/output.ts'],
      rules: { 'import/no-default-export': 'off', 'no-console': 'off' },
    },
  ],
});
