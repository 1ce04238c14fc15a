import { expect, it } from 'vitest';
import type { Instant, EntityId } from '../../shared/model/ids.ts';
import type { StoredRecord } from '../store/store.ts';
import { similarTickets } from './similar-tickets.ts';

const at = '2026-11-23T12:00:00.000Z' as Instant;
const web = 'a:vm:1' as EntityId;
const ticket = { id: 't-9', title: 'web-01 hangs', body: 'nobody can log in', entities: [], at };
const kept = (id: string, rest: Record<string, unknown>): StoredRecord => ({
  id,
  schemaVersion: 1,
  updatedAt: at,
  ...rest,
});
const found = async (...records: StoredRecord[]) =>
  similarTickets({ find: async () => records }, ticket, [web]);

it('are those that share words or entities, the likest first, at most three', async () => {
  const similar = await found(
    kept('words', { title: 'db-07 hangs', text: 'nobody can log in there' }),
    kept('entity', { title: 'disk alert', text: 'volume 3', entities: [{ id: web, how: 'given' }] }),
    kept('both', { title: 'web-01 hangs', text: 'nobody can log in', entities: [{ id: web, how: 'given' }] }),
    kept('other', { title: 'certificate expires', text: 'in ten days' }),
    kept('t-9', { title: 'web-01 hangs', text: 'nobody can log in' }),
  );
  expect(similar.map(({ id }) => id)).toEqual(['both', 'words', 'entity']);
});

it('say how they ended, and by which cause; records of another shape are passed over', async () => {
  const similar = await found(
    kept('a', {
      title: 'web-01 hangs',
      state: 'closed',
      diagnosis: { summary: 'it hung', hypotheses: [{ pattern: 'hung-guest' }] },
      outcome: { summary: 'a restart helped', succeeded: true },
    }),
    kept('b', { title: 'web-01 hangs', state: 'new', diagnosis: 'later' }),
    kept('c', { title: ['web-01 hangs'], updatedAt: 'yesterday' }),
  );
  expect(similar).toMatchObject([
    { id: 'a', outcome: 'a restart helped', pattern: 'hung-guest', succeeded: true },
    { id: 'b', outcome: 'it is new' },
  ]);
});
