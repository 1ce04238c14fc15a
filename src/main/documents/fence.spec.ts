import { expect, test } from 'vitest';
import { buildEntity } from '../../../test/support/build-view.ts';
import { documentsBench, testGenerator } from '../../../test/support/test-documents.ts';
import type { GeneratorDefinition } from './generator.ts';

const page = 'test/cluster-prod-a';
const vm = (vcpus: number) => buildEntity('vm', 'a', { partition: 'prod-a', attributes: { vcpus } });

/** Documents of a workstation that leads them, or does not; `onRender` is in the middle of a generation. */
function station(onRender: () => void = () => {}) {
  const lease: { fence: number | undefined } = { fence: undefined };
  const watched: GeneratorDefinition = {
    ...testGenerator,
    documents(view, settings) {
      onRender();
      return testGenerator.documents(view, settings);
    },
  };
  const bench = documentsBench([watched], undefined, undefined, undefined, undefined, () => lease.fence);
  const fences = async () =>
    Object.fromEntries(
      (await bench.store.documents.find({ selector: {} })).map(({ id, fence }) => [id, fence]),
    );
  return { bench, lease, fences };
}

test('what is written under a lease carries its number, and the highest is known', async () => {
  const { bench, lease, fences } = station();
  lease.fence = 3;
  bench.see([vm(2)]);
  await bench.documents.generate();
  expect(await fences()).toEqual({ test: 3, [page]: 3 });
  lease.fence = 5;
  bench.see([vm(4)]);
  await bench.documents.generate();
  // What did not change is not written, and keeps what it was written under.
  expect(await fences()).toEqual({ test: 3, [page]: 5 });
  expect(await bench.documents.highestFence()).toBe(5);
});

test('what is written under none carries none, whatever stood there', async () => {
  const { bench, lease, fences } = station();
  lease.fence = 3;
  bench.see([vm(2)]);
  await bench.documents.generate();
  lease.fence = undefined;
  bench.see([vm(4)]);
  await bench.documents.generate();
  expect((await fences())[page]).toBeUndefined();
});

test.each([
  ['a later one', 4],
  ['none', undefined],
])('what was begun under a lease and is written under %s carries none', async (_, after) => {
  const { bench, lease, fences } = station(() => {
    lease.fence = after;
  });
  lease.fence = 3;
  bench.see([vm(2)]);
  await bench.documents.generate();
  expect(await fences()).toEqual({ test: undefined, [page]: undefined });
});

test('a retired document carries the number of the lease that it was retired under', async () => {
  const { bench, lease, fences } = station();
  lease.fence = 3;
  bench.see([vm(2)]);
  await bench.documents.generate();
  lease.fence = 4;
  bench.see([buildEntity('vm', 'b', { partition: 'prod-b', attributes: { vcpus: 2 } })]);
  await bench.documents.generate();
  expect(await bench.store.documents.get(page)).toMatchObject({
    retiredAt: expect.any(String) as string,
    fence: 4,
  });
  expect((await fences())['test/cluster-prod-b']).toBe(4);
});
