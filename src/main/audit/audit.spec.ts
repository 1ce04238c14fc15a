import { describe, expect, test } from 'vitest';
import { createFakeClock } from '../../../test/support/fake-clock.ts';
import { createMemoryStore, type MemoryStore } from '../../../test/support/memory-store.ts';
import { silentLogger } from '../platform/logger.ts';
import { createAudit, type Audit } from './audit.ts';
import { memoryChainHead, type ChainHeadPort } from './chain-head.ts';
import { makeRecord, type AuditRecord } from './record.ts';

interface Bed {
  readonly audit: Audit;
  readonly store: MemoryStore;
  readonly head: ChainHeadPort;
  readonly clock: ReturnType<typeof createFakeClock>;
}

function open(store = createMemoryStore(), head = memoryChainHead('noc-1')): Bed {
  const clock = createFakeClock('2026-11-23T08:00:00.000Z');
  return {
    audit: createAudit({ store: store.audit, head, clock, logger: silentLogger }),
    store,
    head,
    clock,
  };
}

const act = (subject: string, action = 'settings.set') => ({
  operator: 'alice',
  via: 'browser',
  action,
  subject,
  details: { value: 1 },
});

async function records(store: MemoryStore): Promise<AuditRecord[]> {
  const all = (await store.audit.find({ selector: {} })) as unknown as AuditRecord[];
  return all.toSorted((a, b) => a.sequence - b.sequence);
}

async function fill({ audit }: Bed, count: number): Promise<void> {
  for (let i = 1; i <= count; i++) await audit.record({ ...act(`site-${i}`), result: 'done' });
}

/** Puts another content under an id, as somebody with the file would. */
async function forge(store: MemoryStore, record: AuditRecord, change: object): Promise<void> {
  await store.audit.put([{ ...record, ...change }]);
}

describe('an act', () => {
  test('is on disk as an intent before it is done, and becomes one entry with its outcome', async () => {
    const bed = open();
    const begun = await bed.audit.begin(act('site'));
    expect(await records(bed.store)).toMatchObject([{ event: { phase: 'intent' }, sequence: 1 }]);
    expect(await bed.audit.find({})).toMatchObject([{ result: 'under-way', subject: 'site' }]);
    await bed.clock.advance(2_000);
    await begun.end('failed', { code: 'settings-invalid' });
    const [entry, ...others] = await bed.audit.find({});
    expect(others).toEqual([]);
    expect(entry).toMatchObject({
      operator: 'alice',
      via: 'browser',
      details: { value: 1 },
      result: 'failed',
      outcome: { code: 'settings-invalid' },
      at: '2026-11-23T08:00:00.000Z',
      finishedAt: '2026-11-23T08:00:02.000Z',
    });
  });

  test('is refused when its intent cannot be written', async () => {
    const bed = open();
    bed.store.beforeWrite = () => {
      throw new Error('the disk is full');
    };
    await expect(bed.audit.begin(act('site'))).rejects.toMatchObject({ code: 'audit-failed' });
    bed.store.beforeWrite = undefined;
    // Nothing of the failed attempt stands in the way of the next one.
    await fill(bed, 1);
    expect(await bed.audit.verify()).toMatchObject([{ records: 1 }]);
  });

  test('is found by who, what, when, result and words, newest first', async () => {
    const bed = open();
    await bed.audit.record({ ...act('site'), result: 'done' });
    await bed.clock.advance(60_000);
    await bed.audit.record({ ...act('lab', 'sources.remove'), operator: 'bob', result: 'failed' });
    const subjects = async (filter: Parameters<Audit['find']>[0]) =>
      (await bed.audit.find(filter)).map(({ subject }) => subject);
    expect(await subjects({})).toEqual(['lab', 'site']);
    expect(await subjects({ operator: 'bob' })).toEqual(['lab']);
    expect(await subjects({ action: 'settings' })).toEqual(['site']);
    expect(await subjects({ action: 'sources.remove' })).toEqual(['lab']);
    expect(await subjects({ action: 'source' })).toEqual([]);
    expect(await subjects({ result: 'done' })).toEqual(['site']);
    expect(await subjects({ text: 'SITE "value":1' })).toEqual(['site']);
    expect(await subjects({ since: '2026-11-23T08:00:30.000Z' as never })).toEqual(['lab']);
    expect(await bed.audit.terms()).toEqual({
      operators: ['alice', 'bob'],
      actions: ['settings.set', 'sources.remove'],
    });
  });
});

describe('the chain', () => {
  test('is one, however many acts come at once, and goes on after a restart', async () => {
    const bed = open();
    await Promise.all(
      Array.from({ length: 30 }, (_, i) => bed.audit.record({ ...act(`s${i}`), result: 'done' })),
    );
    const again = open(bed.store.reopen(), bed.head);
    await fill(again, 2);
    expect((await records(again.store)).map(({ sequence }) => sequence)).toEqual(
      Array.from({ length: 32 }, (_, i) => i + 1),
    );
    expect(await again.audit.verify()).toMatchObject([{ workstation: 'noc-1', own: true, records: 32 }]);
    expect((await again.audit.verify())[0]?.break).toBeUndefined();
  });

  test('goes on from the store when a crash kept the head from being written', async () => {
    const bed = open();
    await fill(bed, 1);
    const before = await bed.head.read();
    await fill(bed, 1);
    await bed.head.write(before);
    const again = open(bed.store.reopen(), bed.head);
    await fill(again, 1);
    expect((await again.audit.verify())[0]).not.toHaveProperty('break');
  });

  test.each([
    ['somebody else did it', { operator: 'mallory' }],
    ['it was about something else', { subject: 'another' }],
    ['it ended well', { event: { phase: 'fact', action: 'settings.set', via: 'browser', result: 'failed' } }],
    ['something else was asked for', { details: { value: 2 } }],
    ['it was at another time', { at: '2026-01-01T00:00:00.000Z' }],
  ])('breaks where a record was altered: %s', async (_, change) => {
    const bed = open();
    await fill(bed, 3);
    const [, second] = await records(bed.store);
    await forge(bed.store, second as AuditRecord, change);
    expect((await bed.audit.verify())[0]?.break).toMatchObject({ kind: 'altered', sequence: 2 });
  });

  test('breaks where a record was altered and its hash made anew', async () => {
    const bed = open();
    await fill(bed, 3);
    const [, second] = await records(bed.store);
    const forged = makeRecord({ ...(second as AuditRecord), operator: 'mallory' });
    await bed.store.audit.remove([second?.id ?? '']);
    await bed.store.audit.put([forged]);
    expect((await bed.audit.verify())[0]?.break).toMatchObject({ kind: 'out-of-chain', sequence: 3 });
  });

  test('breaks where records are missing, in the middle, at the beginning and at the end', async () => {
    for (const [gone, kind] of [
      [1, 'missing'],
      [2, 'missing'],
      [4, 'cut-off'],
    ] as const) {
      const bed = open();
      await fill(bed, 4);
      const record = (await records(bed.store)).find(({ sequence }) => sequence === gone);
      await bed.store.audit.remove([record?.id ?? '']);
      const again = open(bed.store.reopen(), bed.head);
      expect((await again.audit.verify())[0]?.break).toMatchObject({ kind, sequence: gone });
    }
  });

  test('tells that everything is gone, and does not begin as if nothing had been', async () => {
    const bed = open();
    await fill(bed, 3);
    const fresh = open(createMemoryStore(), bed.head);
    expect((await fresh.audit.verify())[0]?.break).toMatchObject({ kind: 'cut-off', sequence: 1 });
    await fill(fresh, 1);
    expect((await records(fresh.store))[0]?.sequence).toBe(4);
    expect((await fresh.audit.verify())[0]?.break).toMatchObject({ kind: 'missing', sequence: 1 });
  });

  test('is proved for each workstation by itself', async () => {
    const one = open();
    await fill(one, 2);
    const other = open(one.store, memoryChainHead('noc-2'));
    await fill(other, 1);
    expect(await other.audit.verify()).toMatchObject([
      { workstation: 'noc-1', own: false, records: 2 },
      { workstation: 'noc-2', own: true, records: 1 },
    ]);
  });
});

describe('records that came from another workstation', () => {
  const ids = async (store: MemoryStore) => (await records(store)).map(({ id }) => id);

  test('stand in the list in their place, each act with its outcome, in whatever order they came', async () => {
    const [here, there] = [open(), open(createMemoryStore(), memoryChainHead('noc-2'))];
    await here.audit.record({ ...act('first'), result: 'done' });
    expect(await here.audit.find({})).toHaveLength(1);
    await here.clock.advance(60_000);
    await here.audit.record({ ...act('third'), result: 'done' });
    await there.clock.advance(30_000);
    const begun = await there.audit.begin(act('second'));
    await begun.end('done');
    const told: string[] = [];
    here.audit.onChanged(({ id }) => told.push(id));
    const [intent, outcome] = await records(there.store);
    for (const record of [outcome, intent, outcome]) {
      if (!record) throw new Error('two records were written');
      await here.store.audit.put([record]);
      await here.audit.storeChanged([record.id]);
    }
    expect(await here.audit.find({})).toMatchObject([
      { subject: 'third', workstation: 'noc-1' },
      { subject: 'second', workstation: 'noc-2', result: 'done' },
      { subject: 'first', workstation: 'noc-1' },
    ]);
    expect(told).toHaveLength(3);
  });

  test('are proved as a chain of their own; one that was altered on the way is found', async () => {
    const [here, there] = [open(), open(createMemoryStore(), memoryChainHead('noc-2'))];
    await fill(here, 2);
    await fill(there, 4);
    const came = await records(there.store);
    // The server has no records of the first years any more.
    await here.store.audit.put(came.slice(1));
    await here.audit.storeChanged((await ids(there.store)).slice(1));
    expect(await here.audit.verify()).toMatchObject([
      { workstation: 'noc-1', own: true, records: 2 },
      { workstation: 'noc-2', own: false, records: 3 },
    ]);
    expect((await here.audit.verify()).flatMap((chain) => chain.break ?? [])).toEqual([]);
    const third = came[2];
    if (!third) throw new Error('four records were written');
    await forge(here.store, third, { operator: 'mallory' });
    expect((await here.audit.verify())[1]?.break).toMatchObject({ kind: 'altered', sequence: 3 });
  });
});
