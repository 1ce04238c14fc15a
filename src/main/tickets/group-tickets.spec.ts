import { describe, expect, it } from 'vitest';
import { buildEntity, testId, type AnyEntity } from '../../../test/support/build-view.ts';
import { openDesk } from '../../../test/support/ticket-desk.ts';
import type { Instant } from '../../shared/model/ids.ts';
import { groupTickets } from './group-tickets.ts';

const cluster = buildEntity('cluster', 'prod', { attributes: { haEnabled: false } });
const host = (name: string) =>
  buildEntity('host', name, { relations: [{ type: 'member-of', to: testId('cluster', 'prod') }] });
const vm = (name: string, on: string) =>
  buildEntity('vm', name, {
    attributes: { powerState: 'on' },
    relations: [
      { type: 'runs-on', to: testId('host', on) },
      { type: 'member-of', to: testId('cluster', 'prod') },
    ],
  });
const names = (prefix: string, count: number) => Array.from({ length: count }, (_, n) => `${prefix}-${n}`);
const estate: readonly AnyEntity[] = [
  cluster,
  host('esx-1'),
  host('esx-2'),
  ...names('web', 6).map((name) => vm(name, 'esx-1')),
  ...names('db', 6).map((name) => vm(name, 'esx-2')),
];

/** Alerts as they come in: what each is about, and when it began. */
async function grouped(
  alerts: readonly { about?: string; label?: string; at?: string; alert?: string; namespace?: string }[],
  things: readonly AnyEntity[] = estate,
) {
  const { desk, view, topology } = openDesk(things);
  for (const { about, label = 'vm', at = '11:50', alert = `A${about}`, namespace } of alerts) {
    await desk.add(
      {
        title: `${alert} ${about ?? ''}`,
        text: '',
        origin: { is: 'person', operator: 'alice' },
        labels: {
          alertname: alert,
          ...(about !== undefined && { [label]: about }),
          ...(namespace !== undefined && { namespace }),
        },
        since: `2026-11-23T${at}:00.000Z` as Instant,
      },
      'alice',
    );
  }
  const clusters = groupTickets(await desk.heads({ open: true }), { view, topology });
  return {
    desk,
    clusters,
    told: clusters.map(({ group, lead, tickets }) => [group.cause, lead.title, tickets.length]),
    again: async () => {
      for (const { group, tickets } of clusters) for (const { id } of tickets) await desk.grouped(id, group);
      return groupTickets(await desk.heads({ open: true }), { view, topology });
    },
  };
}

const ofHost = names('web', 6).map((about) => ({ about }));

describe('a burst of tickets', () => {
  it('is one trouble, when a host is down that explains its machines', async () => {
    const { told } = await grouped([...ofHost, { about: 'esx-1', label: 'host' }, { about: 'db-1' }]);
    expect(told).toEqual([['host esx-1', 'Aesx-1 esx-1', 7]]);
  });

  it('is one trouble, also when nobody complains of the host itself', async () => {
    const { told, clusters } = await grouped([...ofHost, { about: 'db-1' }]);
    expect(told).toMatchObject([['host esx-1', expect.anything(), 6]]);
    expect(clusters[0]?.group.entity).toBe(testId('host', 'esx-1'));
  });

  it('is not, when only some of what stands on a host has trouble', async () => {
    const { told } = await grouped([{ about: 'web-1' }, { about: 'web-2' }, { about: 'db-1' }]);
    expect(told).toEqual([]);
  });

  it('is not, when the trouble began hours before the host’s', async () => {
    const { told } = await grouped([
      { about: 'web-1', at: '06:00' },
      { about: 'web-2', at: '06:10' },
      { about: 'esx-1', label: 'host' },
    ]);
    expect(told).toEqual([]);
  });

  it('is several, when two hosts are down', async () => {
    const { told } = await grouped([
      ...ofHost,
      ...names('db', 6).map((about) => ({ about })),
      { about: 'esx-1', label: 'host' },
      { about: 'esx-2', label: 'host' },
    ]);
    expect(told).toHaveLength(2);
    expect(told).toContainEqual(['host esx-1', 'Aesx-1 esx-1', 7]);
    expect(told).toContainEqual(['host esx-2', 'Aesx-2 esx-2', 7]);
  });

  it('of one thing belongs together', async () => {
    const { told } = await grouped([
      { about: 'web-1', alert: 'Cpu' },
      { about: 'web-1', alert: 'Memory' },
    ]);
    expect(told).toMatchObject([['VM web-1', expect.anything(), 2]]);
  });

  it('of unknown things is the same alert of the same place, in one time', async () => {
    const { told } = await grouped([
      { alert: 'Probe', namespace: 'shop' },
      { alert: 'Probe', namespace: 'shop' },
      { alert: 'Probe', namespace: 'test' },
      { alert: 'Disk', at: '01:00' },
      { alert: 'Disk', at: '11:00' },
    ]);
    expect(told).toEqual([['Probe · shop', expect.stringContaining('Probe'), 2]]);
  });

  it('of one rule that fires on many known things is one', async () => {
    const across = ['web-0', 'web-1', 'web-2', 'db-0', 'db-1', 'db-2'];
    const { told } = await grouped(across.map((about) => ({ about, alert: 'CertExpires' })));
    expect(told).toEqual([['CertExpires', expect.anything(), 6]]);
  });

  it('keeps its group while it grows', async () => {
    const { clusters, again } = await grouped([...ofHost]);
    const [after] = await again();
    expect(after?.group).toEqual(clusters[0]?.group);
    expect(after?.lead.id).toBe(clusters[0]?.lead.id);
  });
});

it('pods stand for their workload', async () => {
  const workload = buildEntity('workload', 'checkout', { partition: 'shop' });
  const pods = names('checkout-7f', 3).map((name) =>
    buildEntity('pod', name, {
      partition: 'shop',
      relations: [{ type: 'owned-by', to: testId('workload', 'checkout') }],
    }),
  );
  const { told } = await grouped(
    pods.map(({ name }) => ({ about: name, label: 'pod', alert: `Crash${name}` })),
    [workload, ...pods],
  );
  expect(told).toMatchObject([['workload checkout', expect.anything(), 3]]);
});
