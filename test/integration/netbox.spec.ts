import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/main/app.ts';
import type { CollectionRun } from '../../src/shared/model/run.ts';
import { openLabApp } from '../support/lab-app.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const file = new URL('../../../shared/data/netbox-demo/netbox-demo.json', import.meta.url).pathname;
const present = existsSync(file);
if (!present) console.warn(`skipped: the NetBox demo data is not at ${file}`);

interface Recorded {
  readonly model: string;
  readonly pk: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Names are read here straight from the fixture, so that what the mapping loses cannot be lost here as well. */
const recorded: readonly Recorded[] = present ? (JSON.parse(readFileSync(file, 'utf8')) as Recorded[]) : [];
const of = (model: string) => recorded.filter((one) => one.model === model);
const named = (model: string, column = 'name') =>
  of(model).flatMap((one) => {
    const value = one.fields[column];
    return typeof value === 'string' ? [value] : [];
  });
/** `escapeMarkdown` is not used here: letters, digits and spaces are compared, whatever is escaped between them. */
const plain = (text: string) => text.replaceAll(/\\/g, '').replaceAll(/&amp;/g, '&');

describe.skipIf(!present)('the NetBox demo, collected over MCP and documented', () => {
  const folder = temporaryFolder();
  let app: App;
  let runs: readonly CollectionRun[];
  const pages = new Map<string, string>();
  let all = '';

  beforeAll(async () => {
    app = await openLabApp(folder.path, ['--estate', 'netbox', file]);
    runs = await app.collection.collect({ source: 'lab' });
    await app.findings.evaluate();
    await app.documents.generate(['network']);
    for (const { id } of await app.documents.list()) {
      const shown = await app.documents.show(id, { format: 'markdown' });
      if (id.startsWith('network')) pages.set(id, plain(String(shown.text)));
    }
    all = [...pages.values()].join('\n');
  }, 120_000);

  afterAll(async () => {
    await app.close();
    folder[Symbol.dispose]();
  });

  it('is read whole: every object counted, none rejected, nothing failed', () => {
    const [run] = runs;
    expect(run).toMatchObject({
      domain: 'network',
      adapter: 'netbox',
      outcome: 'succeeded',
      simulated: false,
    });
    expect(run?.rejects).toEqual([]);
    const entities = [
      'dcim.site',
      'dcim.rack',
      'dcim.device',
      'dcim.interface',
      'dcim.frontport',
      'dcim.rearport',
      'dcim.powerport',
      'dcim.poweroutlet',
      'dcim.consoleport',
      'dcim.cable',
      'dcim.powerfeed',
      'ipam.vlan',
      'ipam.vrf',
      'ipam.prefix',
      'ipam.aggregate',
      'ipam.iprange',
      'ipam.ipaddress',
      'circuits.circuit',
      'virtualization.cluster',
      'virtualization.virtualmachine',
    ];
    expect(run?.counts.seen).toBe(entities.reduce((sum, model) => sum + of(model).length, 0));
  });

  it.each([
    ['site', named('dcim.site')],
    ['rack', named('dcim.rack')],
    ['device', named('dcim.device')],
    [
      'VLAN',
      of('ipam.vlan').map((one) => `| ${String(one.fields['vid'])} | ${String(one.fields['name'])} |`),
    ],
    ['VRF', named('ipam.vrf')],
    ['route distinguisher', named('ipam.vrf', 'rd')],
    ['prefix', named('ipam.prefix', 'prefix')],
    ['aggregate', named('ipam.aggregate', 'prefix')],
    ['IP address', named('ipam.ipaddress', 'address')],
    ['IP range', of('ipam.iprange').map((one) => String(one.fields['start_address']).replace(/\/\d+$/, ''))],
    ['circuit', named('circuits.circuit', 'cid')],
    [
      'provider',
      named('circuits.provider').filter((name) =>
        isUsed('circuits.circuit', 'provider', 'circuits.provider', name),
      ),
    ],
    ['power feed', named('dcim.powerfeed')],
    ['power panel', named('dcim.powerpanel')],
    ['cluster', named('virtualization.cluster')],
    ['VM', named('virtualization.virtualmachine')],
    [
      'device type',
      named('dcim.devicetype', 'model').filter((name) =>
        isUsed('dcim.device', 'device_type', 'dcim.devicetype', name, 'model'),
      ),
    ],
    [
      'platform',
      named('dcim.platform').filter(
        (name) =>
          isUsed('dcim.device', 'platform', 'dcim.platform', name) ||
          isUsed('virtualization.virtualmachine', 'platform', 'dcim.platform', name),
      ),
    ],
    ['location', named('dcim.location')],
    ['contact', named('tenancy.contact')],
    ['virtual chassis', named('dcim.virtualchassis')],
    ['module type', named('dcim.moduletype', 'model')],
    ['rack reservation', named('dcim.rackreservation', 'description')],
    [
      'tenant',
      named('tenancy.tenant').filter((name) => isUsed('dcim.site', 'tenant', 'tenancy.tenant', name)),
    ],
  ])('has every %s', (_what, names) => {
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !all.includes(name))).toEqual([]);
  });

  it('has every interface on the page of its device, by name', () => {
    const missing = ofDevices('dcim.interface').filter(({ page, name }) => !page.includes(`| ${name} |`));
    expect(missing.map(({ name }) => name)).toEqual([]);
  });

  it('has every front, rear, power and console port', () => {
    for (const model of [
      'dcim.frontport',
      'dcim.rearport',
      'dcim.powerport',
      'dcim.poweroutlet',
      'dcim.consoleport',
    ]) {
      const rows = new Map<string, number>();
      for (const { site, name } of ofDevices(model))
        rows.set(`${site}\n${name}`, (rows.get(`${site}\n${name}`) ?? 0) + 1);
      const missing = [...rows].filter(([key, n]) => {
        const [site = '', name = ''] = key.split('\n');
        return pagesOf(site).split(`| ${name} |`).length - 1 < n;
      });
      expect(missing).toEqual([]);
    }
  });

  it('has every cable with both of its ends in one row', () => {
    const ends = of('dcim.cabletermination');
    const missing = of('dcim.cable').filter((cable) => {
      const names = ends.filter((end) => end.fields['cable'] === cable.pk).map((end) => endName(end));
      const row = all.split('\n').find((line) => line.startsWith(`| #${cable.pk} |`));
      return names.length !== 2 || row === undefined || names.some((name) => !row.includes(name));
    });
    expect(missing.map((cable) => cable.pk)).toEqual([]);
  });

  it('has every interface of every VM in the row of that VM', () => {
    const rows = all.split('\n');
    const missing = of('virtualization.virtualmachine').filter((vm) => {
      const own = of('virtualization.vminterface').filter((one) => one.fields['virtual_machine'] === vm.pk);
      const row = rows.find((line) => line.startsWith(`| ${String(vm.fields['name'])} |`)) ?? '';
      return own.some((one) => !row.includes(String(one.fields['name'])));
    });
    expect(missing.map((vm) => vm.fields['name'])).toEqual([]);
  });

  it('says of every page that this is intent', () => {
    expect(pages.get('network')).toContain('is intent, marked as documented');
    expect(all).toContain('(documented)');
    expect(all).toContain('NetBox documents interfaces, it does not observe them');
  });

  it('finds cables and devices in order, and says which rules need a device to ask', async () => {
    const findings = await app.inventory.view();
    const broken = new Set(findings.all('finding').map((finding) => finding.attributes.rule));
    expect([...broken].filter((rule) => ['NW10', 'NW11'].includes(rule))).toEqual([]);
    expect(pages.get('network')).toMatch(/NW02[\s\S]*documents interfaces, it does not observe them/);
  });

  it('writes nothing when nothing changed', async () => {
    const [again] = await app.collection.collect({ source: 'lab' });
    expect(again?.counts).toMatchObject({
      added: 0,
      changed: 0,
      disappeared: 0,
      unchanged: runs[0]?.counts.seen,
    });
    const report = await app.documents.generate(['network']);
    expect(report.documents.filter((one) => one.outcome !== 'unchanged')).toEqual([]);
  });

  function isUsed(model: string, column: string, target: string, name: string, by = 'name'): boolean {
    const pk = of(target).find((one) => one.fields[by] === name)?.pk;
    return of(model).some((one) => one.fields[column] === pk);
  }

  function siteOfDevice(pk: unknown): string {
    const device = of('dcim.device').find((one) => one.pk === pk);
    const site = of('dcim.site').find((one) => one.pk === device?.fields['site']);
    return String(site?.fields['name']);
  }

  /** A site's page and those below it. */
  function pagesOf(site: string): string {
    const own = [...pages].filter(([, text]) => text.startsWith(`# Network of ${site}\n`)).map(([id]) => id);
    return [...pages]
      .filter(([id]) => own.some((page) => id === page || id.startsWith(`${page}-`)))
      .map(([, text]) => text)
      .join('\n');
  }

  function ofDevices(model: string): readonly { site: string; name: string; page: string }[] {
    const cache = new Map<string, string>();
    return of(model).map((one) => {
      const site = siteOfDevice(one.fields['device']);
      let page = cache.get(site);
      if (page === undefined) cache.set(site, (page = pagesOf(site)));
      return { site, name: String(one.fields['name']), page };
    });
  }

  function endName(end: Recorded): string {
    const [app, model] = end.fields['termination_type'] as [string, string];
    const port = of(`${app}.${model}`).find((one) => one.pk === end.fields['termination_id']);
    if (model !== 'circuittermination') return String(port?.fields['name']);
    const circuit = of('circuits.circuit').find((one) => one.pk === port?.fields['circuit']);
    return `${String(circuit?.fields['cid'])} Termination ${String(port?.fields['term_side'])}`;
  }
});
