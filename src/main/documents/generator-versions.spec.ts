import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildView } from '../../../test/support/build-view.ts';
import { randomEstate } from '../../../test/support/random-estate.ts';
import { digestText } from '../inventory/digest.ts';
import type { GeneratorDefinition } from './generator.ts';
import { generators } from './registry.ts';

/** The same two estates of all kinds every time. */
const estates = fc.sample(randomEstate({ min: 350, max: 350 }), { seed: 20_261_123, numRuns: 2 });

/** What the estates above are. Another digest: the model or the estate changed, and everything below is pinned anew. */
const pinnedEstates = 'eff35f1c463801cd';

/** What each version of each generator writes of them. */
const pinned: Readonly<Record<string, { readonly version: number; readonly digest: string }>> = {
  infrastructure: { version: 1, digest: '4c6a6efc74fb76f3' },
  virtualization: { version: 2, digest: 'e63c953dcb8f8931' },
  kubernetes: { version: 2, digest: '0a51cc0a9b7180d9' },
  network: { version: 2, digest: '04b3a45f21e8dddf' },
  storage: { version: 2, digest: 'ca73c39d2af7eb3f' },
};

test('the estates are those that the digests below were made of', () => {
  expect(digestText(JSON.stringify(estates))).toBe(pinnedEstates);
});

test.each(generators.map((generator) => [generator.id, generator] as const))(
  'what "%s" writes of the same inventory changes with its version alone',
  (id, generator) => {
    const { version, digest } = pinned[id] ?? { version: 0, digest: '' };
    const now = written(generator);
    if (now !== digest && version === generator.version) {
      throw new Error(
        `"${id}" writes something else than its version ${version} did: raise its version, so that documents are ` +
          `written anew, and pin { version: ${version + 1}, digest: '${now}' } here`,
      );
    }
    expect({ version: generator.version, digest: now }).toEqual({ version, digest });
  },
);

function written(generator: GeneratorDefinition): string {
  const documents = estates.flatMap((estate) => {
    const view = buildView(estate);
    return Array.from(generator.documents(view, { rowsPerPage: 25, depth: 'full', changeDays: 7 }));
  });
  const texts = documents.map(({ id, title, parent, sections }) => [
    id,
    title,
    parent ?? '',
    // What is put together as one reads is not kept, so no version tells it apart.
    ...sections
      .filter(({ live }) => live !== true)
      .map((section) => [section.key, section.title, section.level, section.render()]),
  ]);
  return digestText(JSON.stringify(texts));
}
