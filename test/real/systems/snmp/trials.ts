import type { EntityOf } from '../../../../src/shared/model/entity.ts';
import type { InventoryView } from '../../../../src/main/inventory/view.ts';
import type { SnmpdNetwork } from '../../../support/snmpd.ts';
import type { ActionTrial, RealCheck } from '../../real-system.ts';

const port = (view: InventoryView, device: string, name: string): EntityOf<'interface'> | undefined =>
  view.all('interface').find((one) => one.attributes.device === device && one.name === name);

export function trialsOf(network: SnmpdNetwork): ActionTrial[] {
  /** What the kernel says of it, which SNMP has no part in. */
  const expectUp = async (device: string, name: string, wanted: boolean): Promise<string | undefined> => {
    const real = network.devices.find((one) => one.name === device);
    const flags = Number(await real?.run('cat', `/sys/class/net/${name}/flags`));
    const isUp = (flags & 1) === 1;
    return isUp === wanted ? undefined : `${device} ${name} is ${isUp ? 'up' : 'down'}`;
  };
  return [
    {
      title: 'The port of a host is shut down over SNMPv2c',
      action: 'port.disable',
      target: (view) => port(view, 'leaf-1', 'eth2'),
      parameters: {},
      ends: 'succeeded',
      confirm: () => expectUp('leaf-1', 'eth2', false),
    },
    {
      title: 'And enabled again',
      action: 'port.enable',
      target: (view) => port(view, 'leaf-1', 'eth2'),
      parameters: {},
      ends: 'succeeded',
      confirm: () => expectUp('leaf-1', 'eth2', true),
    },
    {
      title: 'The port of another one is bounced over SNMPv3 with privacy',
      action: 'port.bounce',
      target: (view) => port(view, 'leaf-2', 'eth2'),
      parameters: {},
      ends: 'succeeded',
      confirm: () => expectUp('leaf-2', 'eth2', true),
    },
    {
      title: 'It is shut down',
      action: 'port.disable',
      target: (view) => port(view, 'leaf-2', 'eth2'),
      parameters: {},
      ends: 'succeeded',
      confirm: () => expectUp('leaf-2', 'eth2', false),
    },
    {
      title: 'It is enabled, its link does not come up, and it is shut down again',
      action: 'port.enable',
      target: (view) => port(view, 'leaf-2', 'eth2'),
      parameters: {},
      ends: 'rolled-back',
      hinder: async () => {
        await network.host('host-2', 'ip', 'link', 'set', 'eth0', 'down');
        return {
          [Symbol.asyncDispose]: async () => {
            await network.host('host-2', 'ip', 'link', 'set', 'eth0', 'up');
          },
        };
      },
      confirm: () => expectUp('leaf-2', 'eth2', false),
    },
  ];
}

export const checks: readonly RealCheck[] = [
  ...(
    [
      ['leaf-1', 'mgmt0', /managed over/],
      ['edge-1', 'eth1', /the last link of edge-1/],
      ['edge-1', 'mgmt0', /no writeCredentials/],
    ] as const
  ).map(([device, name, because]): RealCheck => ({
    title: `${device} ${name} is not shut down`,
    run: async ({ view, client }) => {
      const target = port(view, device, name);
      if (!target) return 'it is not in the inventory';
      const { ticket } = await client.tickets.add({
        title: 'Shut it down',
        entities: [target.id],
        automation: false,
      });
      const said = await client.remediation
        .propose({ ticketId: ticket.id, action: 'port.disable', target: target.id, parameters: {} })
        .then(
          ({ outcome, plan, decision }) =>
            [
              outcome ?? '',
              ...(plan?.checks ?? []).filter(({ ok }) => !ok).map(({ text }) => text),
              ...decision.checks.filter(({ passed }) => !passed).map(({ text }) => text),
            ].join('; '),
          (error: unknown) => (error instanceof Error ? error.message : String(error)),
        );
      return because.test(said) ? undefined : `it said: ${said}`;
    },
  })),
  {
    title: 'both ends of a cable know each other by LLDP',
    run: ({ view }) => {
      const apart = (
        [
          ['leaf-1', 'eth1', 'leaf-2', 'eth1'],
          ['leaf-2', 'eth3', 'edge-1', 'eth1'],
        ] as const
      ).filter(([one, from, other, to]) => {
        const [near, far] = [port(view, one, from), port(view, other, to)];
        const sees = (a: typeof near, b: typeof far) =>
          a !== undefined && view.outbound(a, 'connected-to').some(({ id }) => id === b?.id);
        return !sees(near, far) || !sees(far, near);
      });
      return Promise.resolve(
        apart.length === 0 ? undefined : `${apart.map((words) => words.join(' ')).join(', ')} do not`,
      );
    },
  },
];
