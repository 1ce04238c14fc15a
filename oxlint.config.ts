import { defineConfig } from 'oxlint';

/** Everything that the main process is made of, but for the Electron entry. A spec fails when a folder is missing. */
export const mainFolders = [
  'api',
  'assistant',
  'audit',
  'capacity',
  'cli',
  'collectors',
  'diagnostics',
  'documents',
  'feedback',
  'findings',
  'grounding',
  'inventory',
  'knowledge',
  'llm',
  'mcp',
  'monitoring',
  'notices',
  'operators',
  'platform',
  'policy',
  'presence',
  'profiles',
  'reliability',
  'remediation',
  'scheduler',
  'search',
  'server',
  'ssh',
  'store',
  'sync',
  'tickets',
  'topology',
].map((folder) => `src/main/${folder}`);
/** The folders of src/main/documents that each write one document with its pages; a spec fails when one is missing. */
export const generatorFolders = ['infrastructure', 'kubernetes', 'network', 'storage', 'virtualization'];
/** What stands on the composed application rather than in it. */
const hosts = ['api', 'cli', 'server'].map((folder) => `src/main/${folder}`);
const features = mainFolders.filter((folder) => !hosts.includes(folder));

/**
 * Which folder may not import what, and why. `tsc -b` references enforce the same between runtimes, and
 * test/architecture proves that every row bites.
 */
export const layers: readonly { folders: readonly string[]; forbid: readonly string[]; because: string }[] = [
  {
    folders: ['src/shared'],
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
    folders: ['src/renderer'],
    forbid: ['**/main/**', '**/lab/**', '**/preload/**', 'node:*', 'electron', 'rxdb'],
    because: 'the renderer is sandboxed and knows only the contract',
  },
  {
    folders: ['src/preload'],
    forbid: ['**/main/**', '**/lab/**', '**/renderer/**', 'zod', 'node:*'],
    because: 'the preload is sandboxed and exposes the contract and nothing else',
  },
  {
    folders: ['src/lab'],
    forbid: ['**/main/**', '**/renderer/**', 'electron', 'rxdb'],
    because: 'the lab is a separate program: it must not share code with what it tests',
  },
  {
    folders: ['src/servers'],
    forbid: ['**/main/**', '**/renderer/**', '**/lab/**', '**/shared/model/**', 'electron', 'rxdb'],
    because: 'a server of our own is a separate program for any client: it knows nothing of the application',
  },
  {
    folders: mainFolders,
    forbid: ['electron', '**/electron/**'],
    because: 'everything but src/main/electron and its entry runs without an Electron runtime',
  },
  {
    folders: features,
    forbid: [
      '../**/cli/**',
      '../**/api/**',
      '../cli/**',
      '../api/**',
      '../server/**',
      '../../server/**',
      '**/app.ts',
      '**/application.ts',
      '**/cli.ts',
    ],
    because: 'features receive what they need from the composition root, never the other way round',
  },
  {
    // Diagnostics say of a server what replication sees of it.
    folders: features.filter((folder) => !/\/(?:sync|diagnostics)$/.test(folder)),
    forbid: ['**/sync/**'],
    because: 'features write into the store; that others have it too is wired beside app.ts',
  },
  {
    folders: ['src/main/platform', 'src/main/store'],
    forbid: ['**/{collectors,mcp,inventory,findings,documents,scheduler,capacity}/**'],
    because: 'the store and the platform know no feature',
  },
  {
    folders: ['src/main/inventory', 'src/main/mcp', 'src/main/scheduler'],
    forbid: ['**/{collectors,documents,findings,capacity}/**'],
    because:
      'what others build on knows nothing of them: jobs and recorders are given to it by the composition root',
  },
  {
    folders: ['src/main/inventory'],
    forbid: ['**/{mcp,scheduler}/**'],
    because: 'the inventory is told what was observed; it fetches nothing',
  },
  {
    folders: ['src/main/mcp', 'src/main/scheduler'],
    forbid: ['**/inventory/**'],
    because: 'connections and schedules are the same whatever is collected with them',
  },
  {
    folders: ['src/main/audit'],
    forbid: ['**/{collectors,mcp,scheduler,inventory,documents,findings,capacity}/**'],
    because: 'whatever is done is told to the audit; it asks nobody',
  },
  {
    folders: ['src/main/assistant'],
    forbid: ['**/{collectors,mcp,scheduler,tickets,remediation}/**'],
    because:
      'the assistant reads: what it may call of a server is given to it, judged by the site, and so are diagnoses',
  },
  {
    folders: ['src/main/tickets'],
    forbid: ['**/{collectors,mcp,scheduler}/**'],
    because:
      'finding a cause reads: what it may ask of a server is given to it, judged by the site, and nothing else',
  },
  {
    folders: ['src/main/profiles'],
    forbid: ['**/{documents,findings,scheduler,store,tickets,assistant,knowledge,llm,policy}/**'],
    because:
      'a profile is an adapter and an action like others: what is read and done with it is decided elsewhere',
  },
  {
    folders: ['src/main/remediation'],
    forbid: ['**/{collectors,scheduler,llm,assistant,knowledge}/**'],
    because:
      'what an action is and when it fits follows from the catalogue and the inventory, not from a model',
  },
  {
    folders: ['src/main/policy', 'src/main/reliability', 'src/main/feedback'],
    forbid: ['**/{collectors,mcp,scheduler,llm,assistant,knowledge,documents,tickets,remediation}/**'],
    because:
      'how far a proposal may go follows from policy and history: no server and no model has a say in it',
  },
  {
    folders: ['src/main/llm'],
    forbid: [
      '**/{collectors,mcp,scheduler,inventory,documents,findings,capacity,store,knowledge,assistant}/**',
    ],
    because:
      'the model is reached and watched the same whatever it is asked; names and secrets are given to it',
  },
  {
    folders: ['src/main/capacity'],
    forbid: ['**/{collectors,mcp,scheduler,inventory,documents,findings,store}/**'],
    because: 'capacity is arithmetic over what it is given, so that findings and documents say the same',
  },
  {
    folders: ['src/main/documents'],
    forbid: ['**/{collectors,mcp,scheduler}/**'],
    because: 'documents are written from the inventory alone, so that every fact has its source there',
  },
  ...generatorFolders.map((folder) => ({
    folders: [`src/main/documents/${folder}`],
    forbid: [`../{${generatorFolders.filter((other) => other !== folder).join(',')}}/**`],
    because: 'a generator can be taken out: what several need stands in src/main/documents itself',
  })),
  {
    folders: ['src/main/search'],
    forbid: ['**/{collectors,mcp,scheduler,documents,findings,store}/**'],
    because: 'search reads the inventory; what else it finds is given to it by the composition root',
  },
  {
    folders: ['src/main/knowledge'],
    forbid: ['**/{collectors,mcp,scheduler,findings,inventory,search}/**'],
    because: 'knowledge reads texts; what names entities, records and models it needs is given to it',
  },
  {
    folders: ['src/main/grounding'],
    forbid: ['**/{collectors,mcp,scheduler,documents,findings,store,llm,knowledge,assistant}/**'],
    because: 'the fact check is a pure function of a text and an inventory view: no model has a say in it',
  },
  {
    folders: ['src/main/findings'],
    forbid: ['**/{collectors,mcp,scheduler,documents,store}/**'],
    because: 'findings are pure functions of an inventory view',
  },
  {
    folders: ['src/main/monitoring'],
    forbid: ['**/{collectors,documents,findings,inventory,remediation,scheduler,store,tickets}/**'],
    because: 'monitoring is asked, and knows nothing of what its answers are used for',
  },
  {
    folders: ['src/main/collectors'],
    forbid: ['**/{documents,findings,scheduler,store}/**'],
    because: 'collectors observe; what is done with observations is decided elsewhere',
  },
];

/**
 * One override a folder, because a later override replaces an earlier one's options for the same rule: a folder within
 * another one repeats what holds for that one.
 */
const layerOverrides = [...new Set(layers.flatMap((layer) => layer.folders))]
  .toSorted((a, b) => a.length - b.length)
  .map((folder) => ({
    files: [`${folder}/**`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: layers
            .filter((layer) => layer.folders.some((one) => folder === one || folder.startsWith(`${one}/`)))
            .map(({ forbid, because }) => ({ group: [...forbid], message: because })),
        },
      ] as never,
    },
  }));

export default defineConfig({
  plugins: ['typescript', 'unicorn', 'oxc', 'import', 'promise', 'vitest'],
  categories: { correctness: 'error', suspicious: 'error' },
  // A comment that silences nothing says something that is not so.
  options: { reportUnusedDisableDirectives: 'error' },
  ignorePatterns: ['out', 'dist', 'coverage', '.tsc', '**/fixtures/**', 'resources/couchdb'],
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
    'no-unused-vars': [
      'error',
      { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
    ],
    'no-await-in-loop': 'off',
    'no-console': 'error',
    'no-underscore-dangle': 'off',
    'vitest/no-focused-tests': 'error',
    'vitest/require-mock-type-parameters': 'off',
  },
  overrides: [
    ...layerOverrides,
    {
      files: ['*.config.ts', 'scripts/**', 'test/**', 'src/lab/main.ts', 'src/main/cli/output.ts'],
      rules: { 'import/no-default-export': 'off', 'no-console': 'off' },
    },
  ],
});
