import { describe, expect, it } from 'vitest';
import { buildEntity, testId, type AnyEntity } from '../../../test/support/build-view.ts';
import { openDesk } from '../../../test/support/ticket-desk.ts';
import { naturalKey } from '../../shared/model/keys.ts';
import { linkEntities } from './link-entities.ts';

const estate: readonly AnyEntity[] = [
  buildEntity('host', 'esx-a01.example.net'),
  buildEntity('vm', 'web-01', { keys: [naturalKey.ip('10.1.2.3')] }),
  buildEntity('k8s-node', 'k8s-w1'),
  buildEntity('namespace', 'shop'),
  buildEntity('workload', 'checkout', {
    partition: 'k8s-a/shop',
    nativeId: 'shop/checkout',
    attributes: { namespace: 'shop' },
  }),
  buildEntity('workload', 'checkout', {
    partition: 'k8s-a/test',
    nativeId: 'test/checkout',
    attributes: { namespace: 'test' },
  }),
  buildEntity('pod', 'checkout-7f-abc', { partition: 'k8s-a/shop', attributes: { namespace: 'shop' } }),
  buildEntity('service', 'monitoring-kube-state-metrics', { partition: 'k8s-a/monitoring' }),
  buildEntity('switch', 'sw1'),
  buildEntity('interface', 'Gi1/0/7', {
    nativeId: 'sw1/7',
    relations: [{ type: 'part-of', to: testId('switch', 'sw1') }],
  }),
  buildEntity('interface', 'Gi1/0/8', {
    nativeId: 'sw1/8',
    relations: [{ type: 'part-of', to: testId('switch', 'sw1') }],
  }),
  buildEntity('datastore', 'ds-a-01'),
  ...['a', 'b', 'c', 'd', 'e'].map((name) =>
    buildEntity('namespace', 'team', { nativeId: `${name}/team`, partition: name }),
  ),
];

const { view, named } = openDesk(estate);
const linked = async (labels: Record<string, string>, text = '') =>
  (await linkEntities({ title: text, text: '', labels, entities: [] }, { view, named })).map(
    ({ id, how }) => `${id.split(':').slice(1).join(':')} ${how}`,
  );

describe('labels of an alert say what it is about', () => {
  it.each([
    ['a machine with its port', { instance: 'web-01:9100' }, ['vm:web-01 label']],
    ['a machine by its address', { instance: '10.1.2.3:9100' }, ['vm:web-01 label']],
    ['a probed address', { instance: 'https://web-01/health' }, ['vm:web-01 label']],
    ['a host by its short name', { host: 'esx-a01' }, ['host:esx-a01.example.net label']],
    ['a node', { node: 'k8s-w1' }, ['k8s-node:k8s-w1 label']],
    [
      'a workload of its namespace, and of no other',
      { deployment: 'checkout', namespace: 'shop' },
      ['workload:shop/checkout label'],
    ],
    [
      'a port of its device',
      { device: 'sw1', interface: 'Gi1/0/7' },
      ['interface:sw1/7 label', 'switch:sw1 label'],
    ],
    ['a datastore', { datastore: 'ds-a-01' }, ['datastore:ds-a-01 label']],
    ['a namespace, where nothing nearer is named', { namespace: 'shop' }, ['namespace:shop label']],
  ])('%s', async (_, labels, expected) => {
    expect(await linked(labels)).toEqual(expected);
  });

  it('and not who watches, where the watched is named as well', async () => {
    const labels = {
      namespace: 'shop',
      pod: 'checkout-7f-abc',
      instance: '10.1.2.3:8080',
      service: 'monitoring-kube-state-metrics',
      job: 'kube-state-metrics',
    };
    expect(await linked(labels)).toEqual(['pod:checkout-7f-abc label']);
  });

  it('and nothing, when they name what the inventory does not have', async () => {
    expect(await linked({ instance: 'printer-7:9100', device: 'sda1' })).toEqual([]);
  });
});

describe('the text says it where labels do not', () => {
  it('by names', async () => {
    expect(await linked({}, 'web-01 hangs since esx-a01 was patched')).toEqual([
      'vm:web-01 name',
      'host:esx-a01.example.net short-name',
    ]);
  });

  it('but a word that many things are called by names none of them', async () => {
    expect(await linked({}, 'a new machine for the namespace team')).toEqual([]);
  });
});

it('keeps what was given, first', async () => {
  const links = await linkEntities(
    { title: 'web-01 hangs', text: '', labels: {}, entities: [testId('datastore', 'ds-a-01')] },
    { view, named },
  );
  expect(links).toEqual([
    { id: testId('datastore', 'ds-a-01'), how: 'given' },
    { id: testId('vm', 'web-01'), how: 'name' },
  ]);
});
