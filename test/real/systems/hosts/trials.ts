import type { EntityOf } from '../../../../src/shared/model/entity.ts';
import type { InventoryView } from '../../../../src/main/inventory/view.ts';
import type { NamespacedHost } from '../../../support/ssh-hosts.ts';
import type { ActionTrial, CheckContext, RealCheck } from '../../real-system.ts';
import type { Estate } from './estate.ts';

const port = (view: InventoryView, device: string, name: string): EntityOf<'interface'> | undefined =>
  view
    .all('interface')
    .find((one) => one.attributes.device === device && one.name === name && one.disappearedAt === undefined);

/** What a port is, asked of the host with other words than the actions use. */
async function isUp(host: NamespacedHost, name: string): Promise<boolean> {
  const flags = await host.run('cat', `/sys/class/net/${name}/flags`);
  return (Number(flags) & 1) === 1;
}

async function vlanOf(host: NamespacedHost, name: string): Promise<string> {
  const column = async (what: string) => (await host.run('ovs-vsctl', 'get', 'Port', name, what)).trim();
  return `${await column('vlan_mode')} ${await column('tag')} ${await column('trunks')}`;
}

const expecting = async (
  what: string,
  there: Promise<unknown>,
  wanted: unknown,
): Promise<string | undefined> => {
  const found = await there;
  return found === wanted ? undefined : `${what} is ${String(found)} and has to be ${String(wanted)}`;
};

export function trialsOf({ hosts: { sw1, kvm1 } }: Estate): ActionTrial[] {
  return [
    {
      title: 'The port of a virtual machine is shut down',
      action: 'port.disable',
      target: (view) => port(view, 'kvm1', 'vnet1'),
      parameters: {},
      ends: 'succeeded',
      confirm: () => expecting('vnet1', isUp(kvm1, 'vnet1'), false),
    },
    {
      title: 'And enabled again',
      action: 'port.enable',
      target: (view) => port(view, 'kvm1', 'vnet1'),
      parameters: {},
      ends: 'succeeded',
      confirm: () => expecting('vnet1', isUp(kvm1, 'vnet1'), true),
    },
    {
      title: 'A port of Open vSwitch is bounced',
      action: 'port.bounce',
      target: (view) => port(view, 'sw1', 'p5'),
      parameters: {},
      ends: 'succeeded',
      confirm: () => expecting('p5', isUp(sw1, 'p5'), true),
    },
    {
      title: 'An access port of Open vSwitch gets another VLAN',
      action: 'port.set-vlan',
      target: (view) => port(view, 'sw1', 'p1'),
      parameters: { mode: 'access', nativeVlan: 20 },
      ends: 'succeeded',
      confirm: () => expecting('p1', vlanOf(sw1, 'p1'), 'access 20 []'),
    },
    {
      title: 'It becomes a trunk',
      action: 'port.set-vlan',
      target: (view) => port(view, 'sw1', 'p1'),
      parameters: { mode: 'trunk', nativeVlan: 10, taggedVlans: [20, 30] },
      ends: 'succeeded',
      confirm: () => expecting('p1', vlanOf(sw1, 'p1'), 'native-untagged 10 [20, 30]'),
    },
    {
      title: 'A VLAN that does not stay is taken back to what it was',
      action: 'port.set-vlan',
      target: (view) => port(view, 'sw1', 'p2'),
      parameters: { mode: 'access', nativeVlan: 30 },
      ends: 'rolled-back',
      // Somebody else writes the tag as well, as a controller does.
      hinder: () =>
        repeating(sw1, 'test "$(ovs-vsctl get Port p2 tag)" = 30 && ovs-vsctl set Port p2 tag=40'),
      confirm: () => expecting('p2', vlanOf(sw1, 'p2'), 'native-untagged 10 [20, 30]'),
    },
    {
      title: 'The port of another one is shut down',
      action: 'port.disable',
      target: (view) => port(view, 'kvm1', 'vnet0'),
      parameters: {},
      ends: 'succeeded',
      confirm: () => expecting('vnet0', isUp(kvm1, 'vnet0'), false),
    },
    {
      title: 'It is enabled, its link does not come up, and it is shut down again',
      action: 'port.enable',
      target: (view) => port(view, 'kvm1', 'vnet0'),
      parameters: {},
      ends: 'rolled-back',
      hinder: async () => {
        await kvm1.run('ip', 'link', 'set', 'dev', 'guest0', 'down');
        return {
          [Symbol.asyncDispose]: async () =>
            void (await kvm1.run('ip', 'link', 'set', 'dev', 'guest0', 'up')),
        };
      },
      confirm: () => expecting('vnet0', isUp(kvm1, 'vnet0'), false),
    },
  ];
}

/** Every fifth of a second, until it is disposed. */
async function repeating(host: NamespacedHost, command: string): Promise<AsyncDisposable> {
  const pid = (
    await host.run('sh', '-c', `(while true; do ${command}; sleep 0.2; done) >/dev/null 2>&1 & echo $!`)
  ).trim();
  return { [Symbol.asyncDispose]: async () => void (await host.run('kill', pid)) };
}

export function checksOf(source: string): RealCheck[] {
  return [
    {
      title: 'the port that a host is reached over is not shut down',
      run: async ({ view, client }) => {
        const target = port(view, 'kvm1', 'eth0');
        if (!target) return 'it is not in the inventory';
        const { ticket } = await client.tickets.add({
          title: 'Shut it down',
          entities: [target.id],
          automation: false,
        });
        const proposed = await client.remediation.propose({
          ticketId: ticket.id,
          action: 'port.disable',
          target: target.id,
          parameters: {},
        });
        const texts = [
          proposed.outcome ?? '',
          ...(proposed.plan?.checks ?? []).filter(({ ok }) => !ok).map(({ text }) => text),
          ...proposed.decision.checks.filter(({ passed }) => !passed).map(({ text }) => text),
        ].join('; ');
        return /the connection comes in over its address/.test(texts) ? undefined : `it said: ${texts}`;
      },
    },
    {
      title: 'nothing but the declared commands is read, whatever the server would let pass',
      run: async ({ app }: CheckContext) => {
        const session = await app.mcp.pool.session(source);
        const passed: string[] = [];
        for (const command of ['cat /etc/passwd', 'ip addr flush dev eth1', 'ip -j addr show; id'])
          for (const tool of ['read-command', 'run-command'])
            await session.callTool(tool, { command, profile: 'kvm1' }).then(
              () => passed.push(`${tool} ${command}`),
              () => undefined,
            );
        return passed.length === 0 ? undefined : `${passed.join(', ')} went to the host`;
      },
    },
    {
      title: 'both ends of a cable know each other, as LLDP says',
      run: ({ view }) => {
        const pairs = [
          ['edge1', 'eth1', 'edge2', 'eth1'],
          ['edge1', 'eth2', 'sw1', 'p1'],
          ['kvm1', 'eth1', 'sw1', 'p2'],
          ['sw1', 'p6', 'sw2', 'p6'],
        ] as const;
        const apart = pairs.filter(([one, from, other, to]) => {
          const near = port(view, one, from);
          const far = port(view, other, to);
          return !near || !far || !view.outbound(near, 'connected-to').some(({ id }) => id === far.id);
        });
        return Promise.resolve(
          apart.length === 0 ? undefined : `${apart.map((words) => words.join(' ')).join(', ')} do not`,
        );
      },
    },
    {
      title: 'both sides of a BGP session know each other',
      run: ({ view }) => {
        const peers = view.all('bgp-peer').filter(({ attributes }) => attributes.state === 'established');
        const known = peers.filter((peer) => view.outbound(peer, 'peers-with').length === 1);
        return Promise.resolve(
          peers.length === 2 && known.length === 2 ? undefined : `${known.length} of ${peers.length} do`,
        );
      },
    },
  ];
}
