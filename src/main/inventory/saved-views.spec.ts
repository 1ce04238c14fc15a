import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createFakeClock } from '../../../test/support/fake-clock.ts';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import type { ViewContent } from '../../shared/contract/views.ts';
import { silentLogger } from '../platform/logger.ts';
import { openSavedViews } from './saved-views.ts';

const view: ViewContent = {
  screen: 'inventory',
  kind: 'vm',
  query: 'powerState:off',
  columns: [{ path: 'name', pinned: true }],
  sort: [],
};

function open(folder: string) {
  let ids = 0;
  return openSavedViews(join(folder, 'views.json'), {
    clock: createFakeClock('2026-11-23T12:00:00.000Z'),
    random: { id: () => `v${ids++}`, unit: () => 0.5 },
    logger: silentLogger,
  });
}

test('views are there again after a restart, in the order that was given to them', async () => {
  using folder = temporaryFolder();
  const views = open(folder.path);
  const a = await views.save({ name: 'Off', view });
  const b = await views.save({ name: 'On', view: { ...view, query: 'powerState:on' } });
  await views.reorder(b.id, 0);
  expect((await open(folder.path).list()).views).toEqual([b, a]);
});

test('a view is replaced under its id, and comes back under it after it was removed', async () => {
  using folder = temporaryFolder();
  const views = open(folder.path);
  const a = await views.save({ name: 'Off', view });
  await views.save({ id: a.id, name: 'Off', view: { ...view, query: 'x' } });
  expect((await views.list()).views).toMatchObject([{ id: a.id, query: 'x' }]);
  const { removed, place } = await views.remove(a.id);
  expect((await views.list()).views).toEqual([]);
  const { id, name, createdAt: _createdAt, ...content } = removed;
  await views.save({ id, name, view: content });
  await views.reorder(id, place);
  expect((await views.list()).views).toMatchObject([{ id: a.id, query: 'x' }]);
});

test('two views have two names', async () => {
  using folder = temporaryFolder();
  const views = open(folder.path);
  await views.save({ name: 'Off', view });
  const other = await views.save({ name: 'On', view });
  await expect(views.save({ name: 'off', view })).rejects.toMatchObject({ code: 'view-name-taken' });
  await expect(views.rename(other.id, 'OFF')).rejects.toMatchObject({ code: 'view-name-taken' });
  await expect(views.rename('gone', 'x')).rejects.toMatchObject({ code: 'view-not-found' });
});

test('a file that cannot be read is set aside, and that is said', async () => {
  using folder = temporaryFolder();
  writeFileSync(join(folder.path, 'views.json'), '{ "version": 1, "views": [{}] }');
  const views = open(folder.path);
  const { views: none, setAside } = await views.list();
  expect(none).toEqual([]);
  expect(setAside?.path).toContain('views.json.unreadable-20261123');
  await views.save({ name: 'Off', view });
  expect(readdirSync(folder.path)).toHaveLength(2);
  expect(JSON.parse(readFileSync(join(folder.path, 'views.json'), 'utf8'))).toMatchObject({ version: 1 });
});

test('whoever listens hears of every change, from several at once too', async () => {
  using folder = temporaryFolder();
  const views = open(folder.path);
  let heard = 0;
  const stop = views.onChanged(() => {
    heard += 1;
  });
  await Promise.all(['a', 'b', 'c'].map((name) => views.save({ name, view })));
  stop();
  await views.save({ name: 'd', view });
  expect(heard).toBe(3);
  expect((await open(folder.path).list()).views).toHaveLength(4);
});
