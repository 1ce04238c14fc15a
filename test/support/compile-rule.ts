import { fileURLToPath } from 'node:url';
import { transform } from '@babel/standalone';
import { rolldown } from 'rolldown';
import { coordinationDatabases } from '../../src/main/sync/layout.ts';
import { sharedCollections } from '../../src/shared/model/sync.ts';

/** Of every database that `init-db` sets up. */
export const ruleNames = [...sharedCollections, ...coordinationDatabases] as const;
export type RuleName = (typeof ruleNames)[number];

const rules = fileURLToPath(new URL('../../src/main/sync/rules/', import.meta.url));
const entry = '\0rule';

/**
 * One rule as CouchDB takes it: a single function expression, in the language of 2009, as servers run what engine they
 * were built with, and all but the newest parse with a library that knows no more than that of 2017.
 */
export async function compileRule(name: RuleName): Promise<string> {
  const bundle = await rolldown({
    input: entry,
    plugins: [
      {
        name: 'rule',
        resolveId: (id) => (id === entry ? id : null),
        load: (id) =>
          id === entry
            ? `import { validate } from ${JSON.stringify(`${rules}${name}.ts`)};\nvalidate(newDoc, oldDoc, userCtx);\n`
            : null,
      },
    ],
  });
  const { output } = await bundle.generate({ format: 'es', comments: false });
  await bundle.close();
  const compiled = transform(output[0].code, {
    sourceType: 'script',
    comments: false,
    targets: { ie: '9' },
    presets: [['env', { modules: false, exclude: ['transform-typeof-symbol'] }]],
    assumptions: {
      iterableIsArray: true,
      ignoreFunctionLength: true,
      setSpreadProperties: true,
      objectRestNoSymbols: true,
    },
  }).code;
  if (typeof compiled !== 'string') throw new Error(`${name} was compiled to nothing`);
  return `function (newDoc, oldDoc, userCtx, secObj) {\n${compiled}\n}\n`;
}
