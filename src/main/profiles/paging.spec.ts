import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { propertyRuns } from '../../../test/support/property.ts';
import { compiledProfile } from '../../../test/support/read-profile.ts';
import { scriptedSession } from '../../../test/support/scripted-session.ts';
import { systemClock } from '../platform/clock.ts';
import { runSteps } from './run-steps.ts';
import type { StepResult } from './step-results.ts';

const pagings = {
  cursor: '{ by: cursor, argument: at, next: next }',
  offset: '{ by: offset, argument: at, limit: { argument: limit, size: SIZE } }',
  'offset with total': '{ by: offset, argument: at, limit: { argument: limit, size: SIZE }, total: total }',
  page: '{ by: page, argument: at, limit: { argument: limit, size: SIZE } }',
  'page with pages': '{ by: page, argument: at, pages: pages, limit: { argument: limit, size: SIZE } }',
  'page with more': '{ by: page, argument: at, more: more, limit: { argument: limit, size: SIZE } }',
  'page from 0': '{ by: page, argument: at, first: 0, total: total, limit: { argument: limit, size: SIZE } }',
  'page to an empty one': '{ by: page, argument: at }',
} as const;
type Paging = keyof typeof pagings;
const every = Object.keys(pagings) as Paging[];

const profileOf = (paging: Paging, size: number, more = '') =>
  compiledProfile(`
profile: 1
id: paged
title: Paged
domain: vmware
matches: { tools: [list] }
tools: { list: read }
collect:
  - step: all
    tool: list
    items: items
    key: id
    paging: ${pagings[paging].replace('SIZE', String(size))}
    ${more}
entities: [{ kind: vm, from: all, nativeId: id, name: id }]
`);

interface Item {
  readonly id: string;
}

/** A server that pages as the profile says, and not always well. */
function server(
  paging: Paging,
  items: readonly Item[],
  size: number,
  broken?: 'repeats' | 'endless' | 'stops',
) {
  return (args: Readonly<Record<string, unknown>>) => {
    const given = args['at'];
    const first = paging === 'page from 0' ? 0 : 1;
    const asked = typeof given === 'number' ? given : given === undefined ? undefined : Number(given);
    const begin = paging.startsWith('page') ? ((asked ?? first) - first) * size : (asked ?? 0);
    const from = broken === 'repeats' ? 0 : begin;
    const page =
      broken === 'endless'
        ? Array.from({ length: size }, (_, i) => ({ id: `made-up-${begin + i}` }))
        : broken === 'stops' && begin > 0
          ? []
          : items.slice(from, from + size);
    const end = begin + size;
    const left = broken === 'endless' || end < items.length;
    return {
      items: page,
      total: items.length,
      pages: Math.ceil(items.length / size),
      more: left,
      ...(left && { next: String(end) }),
    };
  };
}

async function read(
  profile: ReturnType<typeof profileOf>,
  list: (args: Readonly<Record<string, unknown>>) => unknown,
) {
  const session = scriptedSession({ list });
  const signal = new AbortController().signal;
  const steps = runSteps(profile, {
    session,
    signal,
    call: {},
    startedAt: '2026-11-23T11:00:00.000Z',
    clock: systemClock,
  });
  const results: StepResult[] = [];
  for await (const result of steps) results.push(result);
  const [all] = results;
  if (!all) throw new Error('expected a step');
  return { all, calls: session.calls };
}

const estate = fc
  .uniqueArray(fc.integer({ min: 0, max: 9_999 }), { maxLength: 40 })
  .map((ids) => ids.map((id) => ({ id: `vm-${id}` })));

describe('a paged list', () => {
  test.each(every)('comes whole and in order: %s', async (paging) => {
    await fc.assert(
      fc.asyncProperty(estate, fc.integer({ min: 1, max: 12 }), async (items, size) => {
        const { all, calls } = await read(profileOf(paging, size), server(paging, items, size));
        expect(all.failure).toBeUndefined();
        expect(all.items.map(({ value }) => value)).toEqual(items);
        expect(calls.length).toBeLessThanOrEqual(Math.ceil(items.length / size) + 1);
      }),
      { numRuns: propertyRuns(40, 2_000) },
    );
  });

  test.each(every)(
    'is not taken for whole when the server answers the same page again: %s',
    async (paging) => {
      const items = Array.from({ length: 9 }, (_, i) => ({ id: `vm-${i}` }));
      const { all, calls } = await read(profileOf(paging, 3), server(paging, items, 3, 'repeats'));
      expect(all.failure).toMatch(/repeats what came before/);
      expect(calls).toHaveLength(2);
    },
  );

  test.each(every)('ends where a server does not: %s', async (paging) => {
    const { all, calls } = await read(profileOf(paging, 5, 'most: { pages: 20 }'), (args) => ({
      ...server(paging, [], 5, 'endless')(args),
      total: 1_000_000,
      pages: 1_000_000,
    }));
    expect(all.failure).toMatch(/more than 20 pages/);
    expect(calls).toHaveLength(20);
    expect(all.items).toHaveLength(100);
  });

  test.each(['offset with total', 'page from 0'] as const)(
    'is not whole when fewer come than are counted: %s',
    async (paging) => {
      const items = Array.from({ length: 9 }, (_, i) => ({ id: `vm-${i}` }));
      const { all } = await read(profileOf(paging, 3), server(paging, items, 3, 'stops'));
      expect(all.failure).toMatch(/3 of 9 came, then none/);
    },
  );

  test('is known by its pages where nothing says what makes two things one', async () => {
    const profile = compiledProfile(`
profile: 1
id: paged
title: Paged
domain: vmware
matches: { tools: [list] }
tools: { list: read }
collect:
  - { step: all, tool: list, items: items, paging: { by: page, argument: page } }
entities: [{ kind: vm, from: all, nativeId: id, name: id }]
`);
    const { all, calls } = await read(profile, () => ({ items: [{ id: 'one' }] }));
    expect(all.failure).toMatch(/repeats what came before/);
    expect(calls).toHaveLength(2);
  });

  test('is bounded in things and in calls', async () => {
    const items = Array.from({ length: 50 }, (_, i) => ({ id: `vm-${i}` }));
    const most = await read(profileOf('cursor', 10, 'most: { items: 25 }'), server('cursor', items, 10));
    expect(most.all.failure).toMatch(/more than 25 items/);
    expect(most.all.items).toHaveLength(25);
    const calls = await read(profileOf('cursor', 10, 'most: { calls: 2 }'), server('cursor', items, 10));
    expect(calls.all.failure).toMatch(/more than 2 calls/);
  });

  test.each([
    ['nothing where the list should be', { things: [] }, /nothing where "items" looks/],
    ['words where data should be', 'all is well', /answered in words: all is well/],
    ['a failure', { failed: 'quota exceeded' }, /it said: quota exceeded/],
  ])('is not empty when the server says %s', async (_, answer, because) => {
    const { all } = await read(profileOf('cursor', 3), () => answer);
    expect(all.failure).toMatch(because);
  });

  test.each([
    ['an empty list', { items: [] }],
    ['null, as some languages write one', { items: null }],
  ])('is empty when the server says so by %s', async (_, answer) => {
    const { all } = await read(profileOf('cursor', 3), () => answer);
    expect(all).toMatchObject({ items: [] });
    expect(all.failure).toBeUndefined();
  });

  test('is empty when the server says so in words, and only in words', async () => {
    const profile = profileOf('cursor', 3, 'emptyTexts: [No machines found]');
    expect((await read(profile, () => 'No machines found.')).all.failure).toBeUndefined();
    const named = await read(profile, () => ({ items: [{ id: 'No machines found' }] }));
    expect(named.all.items).toHaveLength(1);
  });

  test('has failed when an expression says that the server has', async () => {
    const profile = profileOf('cursor', 3, 'failure: "success = false ? message"');
    const { all } = await read(profile, () => ({ success: false, message: 'not allowed', items: [] }));
    expect(all.failure).toBe('list: it said: not allowed');
    expect((await read(profile, () => ({ success: true, items: [] }))).all.failure).toBeUndefined();
  });
});
