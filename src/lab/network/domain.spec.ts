import { describe, expect, it } from 'vitest';
import { createBlueprint, labSizes } from '../blueprint.ts';
import { LabError, type LabContext, type LabDomain, type LabEvent } from '../domain.ts';
import { createLabRandom } from '../random.ts';
import { createNetworkDomain } from './domain.ts';

const start = Date.parse('2026-01-15T08:00:00.000Z');

function lab(seed = 'spec') {
  const events: LabEvent[] = [];
  let now = start;
  const context: LabContext = {
    blueprint: createBlueprint(seed, labSizes.small),
    now: () => now,
    random: (purpose) => createLabRandom(seed, purpose),
    events: { emit: (event) => void events.push(event), on: () => {} },
  };
  const domain = createNetworkDomain(context);
  return {
    context,
    domain,
    events,
    call: (name: string, args: Record<string, unknown> = {}) => call(domain, name, args),
    pass: (seconds: number) => {
      now += seconds * 1000;
      domain.advance(seconds);
    },
  };
}

type Shown = Record<string, unknown>;

function call(domain: LabDomain, name: string, args: Shown): Shown {
  const tool = domain.tools.find((one) => one.name === name);
  if (!tool) throw new Error(`no tool ${name}`);
  return tool.run(tool.input.parse(args));
}

const records = (value: unknown) => value as Shown[];

describe('the simulated network', () => {
  it('answers the same for the same seed and time', () => {
    const [one, other] = [lab(), lab()];
    const device = one.context.blueprint.switches.at(-1)?.name ?? '';
    for (const tool of ['network_get_interfaces', 'network_get_bgp_neighbors', 'network_get_environment'])
      expect(one.call(tool, { device })).toEqual(other.call(tool, { device }));
    expect(one.call('network_list_devices')).not.toEqual(lab('other').call('network_list_devices'));
  });

  it('pages its devices without losing or repeating one', () => {
    const { call, context } = lab();
    const names: unknown[] = [];
    let cursor: unknown;
    do {
      const page = call('network_list_devices', { limit: 5, ...(cursor ? { cursor } : {}) });
      names.push(...records(page['devices']).map((device) => device['hostname']));
      cursor = page['next_cursor'];
    } while (cursor !== null);
    const planned = context.blueprint.switches.map((device) => device.name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(expect.arrayContaining(planned));
  });

  it('shows every cable of the blueprint from both ends', () => {
    const { call, context } = lab();
    const seen = new Set<string>();
    for (const device of context.blueprint.switches) {
      for (const entry of records(call('network_get_lldp_neighbors', { device: device.name })['neighbors']))
        seen.add(
          `${device.name}/${String(entry['local_port'])}=${String(entry['remote_system']).split('.')[0]}/${String(entry['remote_port'])}`,
        );
    }
    for (const device of context.blueprint.switches) {
      for (const link of device.uplinks)
        expect(seen).toContain(`${device.name}/${link.port}=${link.peer}/${link.peerPort}`);
      for (const port of device.hostPorts)
        expect(seen).toContain(`${device.name}/${port.port}=${port.host}/${port.nic}`);
    }
  });

  it('counts octets that agree with the rates it shows', () => {
    const { call, context, pass } = lab();
    const leaf = context.blueprint.switches.find((one) => one.hostPorts.length > 0);
    const read = (): Shown =>
      records(call('network_get_interfaces', { device: leaf?.name })['interfaces']).find(
        (port) => port['name'] === leaf?.hostPorts[0]?.port,
      ) ?? {};
    const octets = (port: Shown) => (port['counters'] as { in_octets: number }).in_octets;
    const before = read();
    pass(60);
    const after = read();
    const bps = ((octets(after) - octets(before)) * 8) / 60;
    const shown = (after['rates_5min'] as { in_bps: number }).in_bps;
    expect(bps / shown).toBeCloseTo(1, 1);
  });
});

describe('changing ports', () => {
  function hostPort() {
    const made = lab();
    const leaf = made.context.blueprint.switches.find((one) => one.hostPorts.length > 0);
    const device = leaf?.name ?? '';
    const port = leaf?.hostPorts[0]?.port ?? '';
    const state = () =>
      records(made.call('network_get_interfaces', { device })['interfaces']).find(
        (one) => one['name'] === port,
      );
    return { ...made, device, port, state };
  }

  it('takes a port down and up, and tells the other domains', () => {
    const { call, device, port, state, events } = hostPort();
    call('network_disable_port', { device, port });
    expect(state()).toMatchObject({ admin_status: 'down', oper_status: 'down' });
    call('network_enable_port', { device, port });
    expect(state()).toMatchObject({ admin_status: 'up', oper_status: 'up' });
    expect(events).toEqual([
      { type: 'port-changed', switch: device, port, up: false },
      { type: 'port-changed', switch: device, port, up: true },
    ]);
  });

  it('takes the far end of a link down too', () => {
    const { call, context } = lab();
    const router = context.blueprint.switches.find((one) => one.role === 'router');
    const link = router?.uplinks[0];
    call('network_disable_port', { device: router?.name, port: link?.port });
    const far = records(call('network_get_interfaces', { device: link?.peer })['interfaces']);
    expect(far.find((port) => port['name'] === link?.peerPort)).toMatchObject({
      admin_status: 'up',
      oper_status: 'down',
    });
    const sessions = records(call('network_get_bgp_neighbors', { device: link?.peer })['neighbors']);
    expect(sessions.some((peer) => peer['state'] === 'Active')).toBe(true);
  });

  it('sets VLANs, and refuses ones that do not exist, LAG members and routed ports', () => {
    const { call, device, port, state } = hostPort();
    call('network_set_port_vlans', { device, port, mode: 'trunk', native_vlan: 10, tagged_vlans: [100, 20] });
    expect(state()?.['switchport']).toEqual({ mode: 'trunk', native_vlan: 10, trunk_vlans: '20,100' });
    const set = (name: string, native_vlan: number) => () =>
      call('network_set_port_vlans', { device, port: name, mode: 'access', native_vlan });
    expect(set(port, 999)).toThrow(LabError);
    expect(set('Ethernet55', 10)).toThrow(/member of Port-Channel1/);
    expect(set('Ethernet49', 10)).toThrow(/routed/);
  });

  it('bounces a port: down at once, up again two seconds later', () => {
    const { call, device, port, state, pass } = hostPort();
    call('network_bounce_port', { device, port });
    expect(state()).toMatchObject({ admin_status: 'down', oper_status: 'down' });
    pass(2);
    expect(state()).toMatchObject({ admin_status: 'up', oper_status: 'up' });
  });

  it('refuses to bounce a port that is shut down, and unknown names', () => {
    const { call, device, port } = hostPort();
    call('network_disable_port', { device, port });
    expect(() => call('network_bounce_port', { device, port })).toThrow(/enable it instead/);
    expect(() => call('network_bounce_port', { device, port: 'Ethernet999' })).toThrow(/no port/);
    expect(() => call('network_bounce_port', { device: 'nobody', port })).toThrow(/no device/);
  });

  it('refuses to cut the last link of a device', () => {
    const { call, context } = lab();
    const firewall = context.blueprint.switches.find((one) => one.role === 'firewall');
    expect(() =>
      call('network_disable_port', { device: firewall?.name, port: firewall?.uplinks[0]?.port }),
    ).toThrow(/last link/);
  });

  it('clears counters', () => {
    const { call, device, port, state } = hostPort();
    call('network_clear_counters', { device, port });
    expect(state()?.['counters']).toMatchObject({ in_octets: 0, in_errors: 0 });
  });
});

describe('scenarios', () => {
  it('flaps a port with every step, and leaves it up when switched off', () => {
    const { domain, events, pass } = lab();
    domain.scenarios['flapping-port']?.enable();
    pass(60);
    pass(60);
    expect(events.map((event) => event.type === 'port-changed' && event.up)).toEqual([false, true]);
    pass(60);
    domain.scenarios['flapping-port']?.disable();
    expect(events.at(-1)).toMatchObject({ up: true });
  });

  it.each([
    ['flapping-port', 0],
    ['flapping-optic', 4],
  ])('%s: after a bounce its link changes %i more times', (name, changes) => {
    const { domain, call, events, pass } = lab();
    domain.scenarios[name]?.enable();
    pass(60);
    const flapped = events.at(-1);
    if (flapped?.type !== 'port-changed') throw new Error('nothing flapped');
    call('network_bounce_port', { device: flapped.switch, port: flapped.port });
    pass(10);
    const before = events.length;
    for (let i = 0; i < 4; i++) pass(60);
    expect(events.length - before).toBe(changes);
    domain.scenarios[name]?.disable();
  });

  it('silences a switch: it refuses, its neighbours lose their links', () => {
    const { domain, call, context, events } = lab();
    domain.scenarios['switch-down']?.enable();
    const leaf = context.blueprint.switches.find((one) => one.role === 'leaf');
    expect(() => call('network_get_interfaces', { device: leaf?.name })).toThrow(/does not answer/);
    const listed = records(call('network_list_devices', { limit: 500 })['devices']);
    expect(listed.find((device) => device['hostname'] === leaf?.name)).toMatchObject({ reachable: false });
    const hostEvents = events.filter(
      (event) => event.type === 'port-changed' && event.switch === leaf?.name && !event.up,
    );
    expect(hostEvents.length).toBeGreaterThanOrEqual(leaf?.hostPorts.length ?? 1);
    domain.scenarios['switch-down']?.disable();
    expect(call('network_get_interfaces', { device: leaf?.name })['interfaces']).not.toEqual([]);
  });

  it.each([
    ['bgp-down', 'network_get_bgp_neighbors', (text: string) => text.includes('"Active"')],
    [
      'errors-on-link',
      'network_get_interfaces',
      (text: string) => text.includes('"in_errors_per_second":250'),
    ],
    ['mtu-mismatch', 'network_get_interfaces', (text: string) => text.includes('"mtu":1500')],
  ] as const)('%s shows on the first leaf and goes again', (name, tool, shows) => {
    const { domain, call, context } = lab();
    const device = context.blueprint.switches.find((one) => one.role === 'leaf')?.name;
    const seen = () => shows(JSON.stringify(call(tool, { device })));
    expect(seen()).toBe(false);
    domain.scenarios[name]?.enable();
    expect(seen()).toBe(true);
    domain.scenarios[name]?.disable();
    expect(seen()).toBe(false);
  });
});
