import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { buildEntity } from '../support/build-view.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { documentsBench } from '../support/test-documents.ts';

const vm = (name: string, cluster: string) =>
  buildEntity('vm', name, { partition: cluster, attributes: { vcpus: 2 } });

test('an export leaves foreign files alone and removes its own leftovers', async () => {
  using folder = temporaryFolder();
  const bench = documentsBench();
  bench.see([vm('a', 'prod-a'), vm('b', 'prod-b')]);
  await bench.documents.generate();
  await writeFile(path.join(folder.path, 'mine.md'), 'mine');
  const first = await bench.documents.export({ format: 'markdown', directory: folder.path });
  expect(first.files).toEqual(['test.md', 'test/cluster-prod-a.md', 'test/cluster-prod-b.md', 'README.md']);
  expect(first.index).toBe(path.join(folder.path, 'README.md'));

  const one = await bench.documents.export({
    format: 'markdown',
    directory: folder.path,
    ids: ['test/cluster-prod-a'],
  });
  expect(one.removed).toEqual(['test.md', 'test/cluster-prod-b.md']);
  expect(await readFile(path.join(folder.path, 'mine.md'), 'utf8')).toBe('mine');
  await expect(readFile(path.join(folder.path, 'test.md'))).rejects.toMatchObject({ code: 'ENOENT' });
});

test('a list of earlier files that leads out of the directory is not followed', async () => {
  using folder = temporaryFolder();
  const inside = path.join(folder.path, 'out');
  const outside = path.join(folder.path, 'precious.md');
  await mkdir(inside);
  await writeFile(outside, 'precious');
  await writeFile(
    path.join(inside, '.datacenter-docs-export.json'),
    JSON.stringify({ files: ['../precious.md', outside] }),
  );
  const bench = documentsBench();
  bench.see([vm('a', 'prod-a')]);
  await bench.documents.generate();
  expect((await bench.documents.export({ format: 'html', directory: inside })).removed).toEqual([]);
  expect(await readFile(outside, 'utf8')).toBe('precious');
});

test('links lead to home rows; live sections are written as of now', async () => {
  using folder = temporaryFolder();
  const bench = documentsBench();
  bench.see([vm('a', 'prod-a')]);
  await bench.documents.generate();
  await bench.documents.export({ format: 'html', directory: folder.path });
  const page = await readFile(path.join(folder.path, 'test/cluster-prod-a.html'), 'utf8');
  expect(page).toContain(
    'href="#e-vcenter-a_3a_vm_3a_a" title="vcenter-a: observed 2026-11-23 11:30 UTC, confirmed 2026-11-23 11:30 UTC, run-1"',
  );
  expect(page).toContain('<a href="../test.html">');
  expect(await readFile(path.join(folder.path, 'test.html'), 'utf8')).toContain(
    'Nothing has been collected yet.',
  );
});

test('what cannot be written is an error that says where and what to do', async () => {
  using folder = temporaryFolder();
  const file = path.join(folder.path, 'file');
  await writeFile(file, '');
  const bench = documentsBench();
  bench.see([vm('a', 'prod-a')]);
  await bench.documents.generate();
  await expect(
    bench.documents.export({ format: 'markdown', directory: path.join(file, 'docs') }),
  ).rejects.toMatchObject({ code: 'export-failed', message: expect.stringContaining(file) as string });
  await expect(
    bench.documents.export({ format: 'markdown', directory: folder.path, ids: ['nope'] }),
  ).rejects.toMatchObject({ code: 'document-not-found' });
});
