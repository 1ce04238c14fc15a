import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/main/app.ts';
import type { InventoryView } from '../../src/main/inventory/view.ts';
import { addLab, openLabApp } from '../support/lab-app.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const frozen = ['--frozen', '--seed', 'network'];

/** Open network findings by rule: the objects that each concerns. */
function findingsByRule(view: InventoryView): Record<string, readonly string[]> {
  const rules: Record<string, string[]> = {};
  for (const finding of view.all('finding'))
    if (finding.attributes.ruleDomain === 'network')
      (rules[finding.attributes.rule] ??= []).push(finding.attributes.object);
  return rules;
}

describe('the lab’s network, collected over MCP', () => {
  const folder = temporaryFolder();
  let app: App;
  const observe = async () => {
    const [run] = await app.collection.collect({ source: 'lab', domain: 'network' });
    await app.findings.evaluate();
    return { run, view: await app.inventory.view() };
  };
  const relaunch = (...options: string[]) => addLab(app, 'lab', [...frozen, ...options]);

  beforeAll(async () => {
    app = await openLabApp(folder.path, frozen);
    await app.collection.collect({ source: 'lab' });
  }, 120_000);

  afterAll(async () => {
    await app.close();
    folder[Symbol.dispose]();
  });

  it('is read whole, marked simulated, and found healthy but for its few sore spots', async () => {
    const { run, view } = await observe();
    expect(run).toMatchObject({ adapter: 'lab-network', outcome: 'succeeded', simulated: true, rejects: [] });
    expect(Object.keys(findingsByRule(view)).toSorted()).toEqual(['NW04', 'NW07', 'NW08']);
  });

  it('changes nothing when it is read again', async () => {
    const { run } = await observe();
    expect(run?.counts).toMatchObject({ added: 0, changed: 0, disappeared: 0 });
  });

  it('joins switch ports to the hosts of vSphere', async () => {
    const { view } = await observe();
    const hosts = new Set(
      view
        .all('interface')
        .flatMap((port) => view.outbound(port, 'connected-to'))
        .filter((entity) => entity.kind === 'host')
        .map((host) => host.name),
    );
    expect([...hosts].toSorted()).toEqual(view.all('host').map((host) => host.name));
  });

  it('is documented: every device, VLAN and prefix, layer 2 of each site, and the sessions', async () => {
    await app.documents.generate(['network']);
    const ids = (await app.documents.list()).map(({ id }) => id).filter((id) => id.startsWith('network'));
    const texts = await Promise.all(ids.map((id) => app.documents.show(id, { format: 'markdown' })));
    const all = texts.map((shown) => shown.text).join('\n');
    const view = await app.inventory.view();
    const things = [
      ...view.all('switch'),
      ...view.all('router'),
      ...view.all('firewall'),
      ...view.all('device'),
    ];
    const missing = [...things, ...view.all('vlan'), ...view.all('prefix'), ...view.all('rack')].filter(
      (entity) => !all.includes(entity.name),
    );
    expect(missing.map((entity) => entity.name)).toEqual([]);
    for (const site of view.all('site')) expect(all).toContain(`Layer 2 of ${site.name}`);
    expect(all).toContain('BGP sessions of');
  });

  it('finds what scenarios break', async () => {
    await relaunch('--scenario', 'bgp-down', '--scenario', 'errors-on-link', '--scenario', 'mtu-mismatch');
    const { view } = await observe();
    const rules = findingsByRule(view);
    expect(rules['NW05']).toHaveLength(1);
    expect(rules['NW06']).toHaveLength(2);
    expect(rules['NW09']?.[0]).toMatch(/MTU to /);
  });

  it('keeps what it knew of a switch that went silent, and finds what that costs', async () => {
    await relaunch();
    const before = await observe();
    await relaunch('--scenario', 'switch-down');
    const { run, view } = await observe();
    expect(run?.outcome).toBe('partial');
    expect(run?.scopes).toContainEqual(
      expect.objectContaining({
        kind: 'interface',
        outcome: 'failed',
        reason: expect.stringMatching(/does not answer/),
      }),
    );
    expect(view.all('interface').length).toBe(before.view.all('interface').length);
    const rules = findingsByRule(view);
    expect(rules['NW01']).toHaveLength(1);
    expect(rules['NW02']?.length).toBeGreaterThan(0);
  });

  it('closes those findings when the switch is back', async () => {
    await relaunch();
    const { view } = await observe();
    expect(Object.keys(findingsByRule(view)).toSorted()).toEqual(['NW04', 'NW07', 'NW08']);
  });
});
