import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openAppClient, type AppClient } from '../../../../test/support/app-client.ts';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import type { ObservedRecord } from '../../../shared/model/entity.ts';
import { entityId, type Instant, type RunId } from '../../../shared/model/ids.ts';
import type { EntityKind } from '../../../shared/model/kinds/registry.ts';

const gib = 2 ** 30;
const id = (kind: EntityKind, name: string) => entityId('vc', kind, name);

const vm = (name: string, parts: Partial<ObservedRecord> = {}): ObservedRecord => ({
  nativeId: name,
  name,
  partition: 'prod-a',
  relations: [{ type: 'runs-on', to: id('host', 'esx1') }],
  ...parts,
  attributes: { powerState: 'on', cluster: 'prod-a', vcpus: 2, memoryBytes: 4 * gib, ...parts.attributes },
});

const finding = (name: string, of: string, severity: string): ObservedRecord => ({
  nativeId: name,
  name,
  attributes: {
    rule: 'VS20',
    ruleDomain: 'vmware',
    severity,
    title: 'Guest does not answer',
    object: of,
    objectId: id('vm', of),
    objectKind: 'vm',
    objectSource: 'vc',
    value: 'red',
    threshold: 'green',
    why: 'It may hang.',
    remedy: 'Look at it.',
    ruleSource: 'vendor',
    openedAt: '2026-11-23T12:00:00.000Z',
  },
});

let folder: ReturnType<typeof temporaryFolder>;
let opened: AppClient;
beforeEach(async () => {
  folder = temporaryFolder();
  opened = await openAppClient(folder.path);
});
afterEach(async () => {
  await opened.close();
  folder[Symbol.dispose]();
});

async function observe(kind: EntityKind, records: readonly ObservedRecord[], source = 'vc'): Promise<void> {
  await opened.app.inventory.applyObserved({
    source,
    domain: 'vmware',
    kind,
    records,
    runId: 'run-1' as RunId,
    simulated: false,
  });
}

async function estate(): Promise<void> {
  await observe('host', [{ nativeId: 'esx1', name: 'esx1', attributes: { model: 'R750' } }]);
  await observe('vm', [
    vm('web10'),
    vm('web2', { attributes: { powerState: 'off' }, unknown: { dnsName: 'VM is off' } }),
    vm('db1', { attributes: { memoryBytes: 32 * gib, ips: [] } }),
  ]);
  await observe('finding', [finding('f1', 'db1', 'warning'), finding('f2', 'db1', 'critical')], 'findings');
}

const vms = { kinds: ['vm' as const] };

describe('rows', () => {
  it('have what their columns show: values, unknown ones with the reason, the worst finding', async () => {
    await estate();
    const { rows, total } = await opened.client.inventory.rows({
      query: vms,
      columns: ['powerState', 'memoryBytes', 'dnsName', 'ips'],
    });
    expect(total).toBe(3);
    expect(rows.map(({ name }) => name)).toEqual(['db1', 'web2', 'web10']);
    expect(rows[0]).toMatchObject({ values: ['on', 32 * gib, null, []], severity: 'critical' });
    expect(rows[1]).toMatchObject({ values: ['off', 4 * gib, null, null], unknown: { 2: 'VM is off' } });
    expect(rows[1]?.severity).toBeUndefined();
  });

  it('come by pages, and tell where one of them stands', async () => {
    await estate();
    const page = await opened.client.inventory.rows({
      query: { ...vms, offset: 1, limit: 1, sort: [{ path: 'memoryBytes', direction: 'descending' }] },
      locate: id('vm', 'web10'),
    });
    expect(page).toMatchObject({ total: 3, place: 2, rows: [{ name: 'web2' }] });
    const none = await opened.client.inventory.rows({ query: { ...vms, text: 'nothing' } });
    expect(none).toMatchObject({ total: 0, rows: [] });
  });

  it('follow what is written: a list that was kept is not shown any more', async () => {
    await estate();
    const ask = async () =>
      (await opened.client.inventory.rows({ query: { ...vms, text: 'web' } })).rows.map(({ name }) => name);
    expect(await ask()).toEqual(['web2', 'web10']);
    await observe('vm', [vm('web3'), vm('web10')]);
    expect(await ask()).toEqual(['web3', 'web10']);
  });

  it('are read again in place, gone or not', async () => {
    await estate();
    await observe('vm', [vm('web10')]);
    const { rows } = await opened.client.inventory.rowsOf({
      ids: [id('vm', 'web2'), id('vm', 'web10'), id('vm', 'never')],
      columns: ['powerState'],
    });
    expect(rows.map(({ name, disappearedAt }) => [name, disappearedAt !== undefined])).toEqual([
      ['web2', true],
      ['web10', false],
    ]);
  });

  it('of the past show what was there then', async () => {
    await estate();
    const then = opened.app.clock.now();
    await opened.app.clock.sleep(2);
    await observe('vm', [vm('web10', { attributes: { vcpus: 8 } })]);
    const ask = async (at?: Instant) =>
      (
        await opened.client.inventory.rows({
          query: vms,
          columns: ['vcpus'],
          ...(at !== undefined && { at }),
        })
      ).rows.map(({ name, values }) => [name, values[0]]);
    expect(await ask()).toEqual([['web10', 8]]);
    expect(await ask(then)).toEqual([
      ['db1', 2],
      ['web2', 2],
      ['web10', 2],
    ]);
  });
});

describe('facets', () => {
  it('count what divides the selection, and what else could be chosen where it is narrowed already', async () => {
    await estate();
    const { facets, total } = await opened.client.inventory.facets({
      query: { ...vms, filters: [{ path: 'powerState', op: 'eq', value: 'on' }] },
    });
    expect(total).toBe(2);
    expect(facets.find(({ path }) => path === 'powerState')?.values).toEqual([
      { value: 'on', count: 2 },
      { value: 'off', count: 1 },
    ]);
  });
});

describe('an entity', () => {
  it('comes with its fields, its findings and both ends of its relations', async () => {
    await estate();
    const host = await opened.client.inventory.entity({ id: id('host', 'esx1'), related: 2 });
    expect(host.relations).toMatchObject([
      {
        type: 'runs-on',
        direction: 'in',
        label: 'runs',
        kind: 'vm',
        total: 3,
        items: [{ name: 'db1', severity: 'critical' }, { name: 'web2' }],
      },
    ]);
    const rest = await opened.client.inventory.relations({
      id: id('host', 'esx1'),
      type: 'runs-on',
      direction: 'in',
      kind: 'vm',
      offset: 2,
    });
    expect(rest).toMatchObject({ total: 3, items: [{ name: 'web10' }] });

    const db = await opened.client.inventory.entity({ id: id('vm', 'db1') });
    expect(db.findings.map(({ severity }) => severity)).toEqual(['critical', 'warning']);
    expect(db).toMatchObject({
      severity: 'critical',
      kind: { title: 'VM' },
      relations: [{ label: 'runs-on' }],
    });
    expect(db.fields.find(({ path }) => path === 'memoryBytes')).toMatchObject({
      title: 'Memory',
      align: 'right',
      type: 'number',
    });
  });

  it('that is not there says whether it ever was', async () => {
    const before = opened.app.clock.now();
    await opened.app.clock.sleep(2);
    await estate();
    await expect(opened.client.inventory.entity({ id: id('vm', 'no') })).rejects.toMatchObject({
      code: 'entity-not-found',
    });
    await expect(opened.client.inventory.entity({ id: id('vm', 'db1'), at: before })).rejects.toMatchObject({
      code: 'entity-not-found',
      hint: expect.stringContaining('first seen') as string,
    });
  });

  it('has a history, up to the moment that is looked at', async () => {
    await estate();
    const then = opened.app.clock.now();
    await opened.app.clock.sleep(2);
    await observe('vm', [vm('web10', { attributes: { vcpus: 8 } })]);
    const all = await opened.client.inventory.timeline({ id: id('vm', 'web10') });
    expect(all.entries.map(({ type }) => type)).toEqual(['changed', 'first-seen']);
    const past = await opened.client.inventory.timeline({ id: id('vm', 'web10'), until: then });
    expect(past.entries.map(({ type }) => type)).toEqual(['first-seen']);
  });
});

describe('suggestions', () => {
  const suggest = async (text: string) => {
    const { items, from, to } = await opened.client.inventory.suggest({
      text,
      cursor: text.length,
      kinds: ['vm'],
    });
    return {
      from,
      to,
      labels: items.map(({ label, count }) => (count === undefined ? label : `${label} ${count}`)),
    };
  };

  it('are fields and names while a word is typed', async () => {
    await estate();
    expect(await suggest('pow')).toMatchObject({ from: 0, to: 3, labels: ['powerState:'] });
    expect((await suggest('web')).labels).toEqual(['web2', 'web10']);
  });

  it('are values with how often they occur, and those that may occur', async () => {
    await estate();
    expect(await suggest('powerState:')).toMatchObject({
      from: 11,
      labels: ['on 2', 'off 1', 'suspended 0', '*'],
    });
    expect((await suggest('powerState:o')).labels).toEqual(['on 2', 'off 1']);
    expect((await suggest('kind:h')).labels).toContain('host 1');
  });
});

describe('an export', () => {
  const cells = async (format: 'csv' | 'json', more: object = {}) =>
    (
      await opened.client.inventory.export({
        query: vms,
        columns: ['name', 'memoryBytes', 'notes'],
        format,
        byteOrderMark: false,
        ...more,
      })
    ).text;

  it('is CSV that no spreadsheet takes for formulas', async () => {
    await observe('vm', [
      vm('=cmd()', { attributes: { notes: 'says "hi",\nthen goes' } }),
      vm('b', { attributes: { notes: '@sum' } }),
    ]);
    expect(await cells('csv')).toBe(
      `name,memoryBytes,notes\r\n'=cmd(),${4 * gib},"says ""hi"",\nthen goes"\r\nb,${4 * gib},'@sum\r\n`,
    );
  });

  it('is of what is chosen, in the order of the list', async () => {
    await estate();
    expect(JSON.parse(await cells('json', { except: [id('vm', 'db1')] }))).toEqual([
      { id: id('vm', 'web2'), name: 'web2', memoryBytes: 4 * gib, notes: null },
      { id: id('vm', 'web10'), name: 'web10', memoryBytes: 4 * gib, notes: null },
    ]);
    expect(JSON.parse(await cells('json', { only: [id('vm', 'db1')] }))).toHaveLength(1);
    expect(JSON.parse(await cells('json', { query: { ...vms, text: 'nothing' } }))).toEqual([]);
  });

  it('of many rows comes in pieces of one moment', async () => {
    await observe(
      'vm',
      Array.from({ length: 5_003 }, (_, i) => vm(`vm${i}`)),
    );
    const input = { query: vms, columns: ['name'], format: 'csv' as const };
    const first = await opened.client.inventory.export(input);
    expect(first).toMatchObject({ done: 5_000, total: 5_003, next: { first: 5_000 } });
    await observe('vm', [vm('other')]);
    const { next } = first;
    if (next === undefined) throw new Error('expected a next piece');
    const second = await opened.client.inventory.export({ ...input, next });
    expect(second.next).toBeUndefined();
    expect(second.text).toBe('vm5000\r\nvm5001\r\nvm5002\r\n');
    await expect(opened.client.inventory.export({ ...input, next })).rejects.toMatchObject({
      code: 'export-expired',
    });
  });
});

it('kinds are counted, with the fields that a table of them can show', async () => {
  await estate();
  const { kinds, total, common } = await opened.client.inventory.kinds({});
  expect(total).toBe(6);
  expect(kinds.find(({ kind }) => kind === 'vm')).toMatchObject({
    present: 3,
    plural: 'VMs',
    domain: 'vmware',
  });
  expect(common.map(({ path }) => path)).toContain('confirmedAt');
});

it('whole entities come with when each was confirmed', async () => {
  await estate();
  const { items, confirmedAt, facets } = await opened.client.inventory.query(vms);
  expect(items.map(({ name }) => name)).toEqual(['db1', 'web2', 'web10']);
  expect(confirmedAt).toHaveLength(3);
  expect(facets.kind).toEqual({ vm: 3 });
});

it('says when something was written', async () => {
  const heard = Promise.withResolvers<{ source: string; changed: number }>();
  const stop = opened.client.subscribe('inventory.changed', {}, (payload) => heard.resolve(payload));
  await opened.client.inventory.stats({});
  await observe('vm', [vm('a')]);
  expect(await heard.promise).toMatchObject({ source: 'vc', changed: 1, kinds: ['vm'] });
  stop();
});
