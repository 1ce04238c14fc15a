import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Entity } from '../../src/shared/model/entity.ts';
import { instant, type Instant } from '../../src/shared/model/ids.ts';
import { addLab } from '../support/lab-app.ts';
import { openAppClient, type AppClient } from '../support/app-client.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const hourMs = 3_600_000;

describe('overview and topology over the contract', () => {
  const folder = temporaryFolder();
  let console: AppClient;
  let collectedAt: Instant;
  beforeAll(async () => {
    console = await openAppClient(folder.path);
  });
  afterAll(async () => {
    await console.close();
    folder[Symbol.dispose]();
  });
  const now = () => console.app.clock.now();
  const named = async (kind: Entity['kind'], name: string) => {
    const view = await console.app.inventory.view();
    const found = (view.all(kind) as readonly unknown[] as readonly Entity[]).find(
      (one) => one.name === name,
    );
    if (!found) throw new Error(`the lab has no ${kind} ${name}`);
    return found;
  };

  it('say of an empty installation that there is nothing yet', async () => {
    const overview = await console.client.overview.read({});
    expect(overview).toMatchObject({
      sources: 0,
      entities: 0,
      approvals: { pending: 0, automation: 'manual' },
      freshness: [],
      domains: [],
      topFindings: [],
      changes: { configuration: 0, placement: 0, appeared: 0, disappeared: 0 },
      activity: [],
    });
    expect(await console.client.topology.graph({})).toMatchObject({ nodes: [], edges: [], total: 0 });
    expect(await console.client.topology.search({ text: 'esx' })).toEqual({ items: [], total: 0 });
  });

  it('tell of a collected estate what there is, how full and how well it is', async () => {
    await addLab(console.app, 'lab', ['--frozen']);
    await console.app.collect({});
    await console.app.documents.generate();
    collectedAt = now();
    const overview = await console.client.overview.read({});
    expect(overview.sources).toBe(1);
    expect(
      overview.freshness.map(({ domain, lastOutcome, retired }) => [domain, lastOutcome, retired]),
    ).toEqual([
      ['kubernetes', 'succeeded', false],
      ['network', 'succeeded', false],
      ['storage', 'succeeded', false],
      ['vmware', 'succeeded', false],
    ]);
    const vmware = overview.domains.find(({ domain }) => domain === 'vmware');
    expect(vmware).toMatchObject({ document: 'virtualization', simulated: true });
    expect(vmware?.kinds).toContainEqual({ kind: 'vm', count: 80 });
    const memory = vmware?.figures.find(({ key }) => key === 'memory-used');
    expect(memory?.percent).toBeCloseTo((100 * (memory?.used ?? 0)) / (memory?.total ?? 1), 6);
    const { critical, warning, info, opened } = overview.findings;
    expect(opened).toEqual({ critical, warning, info });
    expect(overview.topFindings[0]).toMatchObject({ severity: 'critical', isNew: true });
    // One line a rule, which counts the others.
    const lines = overview.topFindings.map(({ rule, severity }) => `${severity} ${rule}`);
    expect(new Set(lines).size).toBe(lines.length);
    expect(overview.topFindings.some(({ alike }) => alike > 0)).toBe(true);
    expect(overview.activity.length).toBeGreaterThan(0);
  });

  it('list with each figure what it counts: its filter finds as many', async () => {
    const { domains } = await console.client.overview.read({});
    const { parseFilterTokens } = await import('../../src/shared/model/filter-tokens.ts');
    const figures = domains.flatMap((domain) => domain.figures).filter(({ filter }) => filter !== undefined);
    expect(figures.length).toBeGreaterThan(5);
    for (const { key, filter = '', used } of figures) {
      const { query, problems } = parseFilterTokens(filter);
      expect(problems).toEqual([]);
      const { total } = await console.client.inventory.rows({ query });
      expect([key, total]).toEqual([key, used]);
    }
  });

  it('put changes together that are one event to a person, and count them over time', async () => {
    const vms = (await console.app.inventory.view()).all('vm').slice(0, 3);
    const cluster = vms[0]?.partition ?? '';
    const since = now();
    const records = (await console.app.inventory.view())
      .inPartition('vm', cluster)
      .map(({ nativeId, name, partition, attributes, relations, keys, labels, unknown }, i) => ({
        nativeId,
        name,
        ...(partition !== undefined && { partition }),
        attributes: i < 3 ? { ...attributes, host: 'esx-elsewhere' } : attributes,
        relations: [...relations],
        keys: [...keys],
        labels: { ...labels },
        unknown: { ...unknown },
      }));
    await console.app.inventory.applyObserved({
      source: 'lab',
      domain: 'vmware',
      kind: 'vm',
      partitions: [cluster],
      records: records,
      runId: 'run-moved' as never,
      simulated: true,
    });
    const overview = await console.client.overview.read({ since });
    expect(overview.changes).toMatchObject({ placement: 3, configuration: 0, appeared: 0 });
    expect(overview.changeGroups).toMatchObject([
      { what: 'field', kind: 'vm', class: 'placement', field: 'host', partition: cluster, entities: 3 },
    ]);
    const to = instant(Date.parse(now()) + 1_000);
    const recent = await console.client.overview.changes({
      from: instant(Date.parse(to) - hourMs),
      to,
      buckets: 6,
    });
    expect(recent.series.map(({ key, total }) => [key, total])).toContainEqual(['placement', 3]);
    expect(recent.starts).toHaveLength(6);
    // Farther back than what is in memory: counted by the store, and the same.
    const long = await console.client.overview.changes({
      from: instant(Date.parse(to) - 60 * 24 * hourMs),
      to,
      buckets: 60,
    });
    expect(long.series.at(-1)?.counts.at(-1)).toBe(3);
    expect(long.total).toBe(recent.total);
    await expect(console.client.overview.changes({ from: to, to: since })).rejects.toMatchObject({
      code: 'invalid-range',
    });
  });

  it('show the overview as it was', async () => {
    const before = await console.client.overview.read({ at: collectedAt });
    expect(before.at).toBe(collectedAt);
    expect(before.changeGroups.some(({ what }) => what === 'field')).toBe(false);
    const long = await console.client.overview.read({ at: instant(Date.parse(collectedAt) - 24 * hourMs) });
    expect(long).toMatchObject({ entities: 0, sources: 1 });
  });

  it('draw what stands on what across domains', async () => {
    const vm = (await console.app.inventory.view()).all('vm').find(({ keys }) => keys.length > 0);
    const graph = await console.client.topology.graph({ lens: 'everything' });
    expect(graph.nodes.length).toBeLessThanOrEqual(40);
    const ties = graph.edges.map(({ from, type, to }) =>
      [from.split(':')[1], type, to.split(':')[1]].join(' '),
    );
    for (const tie of [
      'k8s-cluster runs-on datacenter',
      'datacenter backed-by array',
      'datacenter connected-to site',
      'array located-in site',
    ]) {
      expect(ties).toContain(tie);
    }
    const around = await console.client.topology.graph({ focus: vm?.id as never });
    expect(around.focus?.id).toBe(vm?.id);
    const kinds = new Set(around.nodes.map(({ kind }) => kind));
    for (const kind of ['vm', 'host', 'switch', 'datastore', 'lun', 'array'] as const)
      expect(kinds).toContain(kind);
    await expect(console.client.topology.graph({ focus: 'lab:vm:none' })).rejects.toMatchObject({
      code: 'entity-not-found',
    });
  });

  it('tell what goes dark and why, a page at a time', async () => {
    const array = await named('array', 'array-fra1-1');
    const radius = await console.client.topology.blastRadius({ id: array.id, limit: 1_000 });
    const levels = radius.affected.map(({ level }) => level);
    expect(levels).toEqual(levels.toSorted((a, b) => rank(a) - rank(b)));
    expect(radius.levels.lost + radius.levels.restarts + radius.levels.reduced).toBe(radius.total);
    const vm = radius.affected.find(({ kind, level }) => kind === 'vm' && level === 'lost');
    expect(vm?.chain.map(({ type }) => type)).toEqual(['stored-on', 'backed-by', 'part-of']);
    expect(vm?.chain.at(-1)?.on.id).toBe(array.id);
    const page = await console.client.topology.blastRadius({
      id: array.id,
      kinds: ['vm'],
      offset: 2,
      limit: 2,
    });
    expect(page.affected.map(({ id }) => id)).toEqual(
      radius.affected
        .filter(({ kind }) => kind === 'vm')
        .slice(2, 4)
        .map(({ id }) => id),
    );
    expect(page.counts).toEqual(radius.counts);
    const marked = await console.client.topology.graph({ lens: 'storage', failed: array.id });
    expect(marked.nodes.find(({ id }) => id === array.id)?.impact?.level).toBe('failed');
  });

  it('find the way from a pod to the array below it', async () => {
    const view = await console.app.inventory.view();
    const pod = view.all('pod').find((one) => view.outbound(one as Entity, 'mounts').length > 0) as Entity;
    const found = await Promise.all(
      view.all('array').map(({ id }) => console.client.topology.path({ from: pod.id, to: id })),
    );
    const path = found.find(({ relation }) => relation === 'depends-on');
    expect(path?.steps[0]?.kind).toBe('pod');
    expect(path?.steps.at(-1)?.kind).toBe('array');
    const back = await console.client.topology.path({
      from: path?.steps.at(-1)?.id as never,
      to: pod.id,
    });
    expect(back.relation).toBe('needed-by');
  });

  it('search by name first, by anything else after', async () => {
    const found = await console.client.topology.search({ text: 'esx-a01', lens: 'virtualization' });
    expect(found.items[0]).toMatchObject({ kind: 'host', name: 'esx-a01' });
  });

  it('name the sources that fail, with what went wrong, and keep what was known', async () => {
    const before = await console.client.overview.read({});
    const { servers } = await console.app.mcp.servers.read();
    const lab = servers.find(({ name }) => name === 'lab');
    if (lab?.transport.kind !== 'stdio') throw new Error('the lab is a process');
    const broken = { ...lab.transport, args: [...lab.transport.args, '--no-such-option'] };
    await console.app.mcp.servers.put([
      { ...lab, transport: broken },
      { ...lab, name: 'new-one', transport: broken },
    ]);
    await console.app.mcp.pool.disconnect('lab');
    await console.app.collect({});
    const after = await console.client.overview.read({});
    expect(after.entities).toBe(before.entities);
    // What was collected before says so by its runs; what never was, by its connection.
    for (const { source, lastOutcome, lastError, lastCompleteAt } of after.freshness) {
      expect([source, lastOutcome]).toEqual(['lab', 'failed']);
      expect(lastError?.message).not.toBe('');
      expect(lastCompleteAt).toBeDefined();
    }
    expect(after.unusable).toMatchObject([{ source: 'new-one', state: 'untrusted' }]);
  });

  it('know of a source that was taken out of the configuration that nothing newer will come', async () => {
    await console.app.mcp.servers.remove('lab');
    const { freshness, sources } = await console.client.overview.read({});
    expect(sources).toBe(1);
    expect(new Set(freshness.map(({ retired }) => retired))).toEqual(new Set([true]));
  });
});

function rank(level: 'lost' | 'restarts' | 'reduced'): number {
  return ['lost', 'restarts', 'reduced'].indexOf(level);
}
