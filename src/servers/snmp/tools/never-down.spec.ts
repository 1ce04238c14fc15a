import { expect, test } from 'vitest';
import type { SnmpDevice } from '../device.ts';
import type { InterfaceReading } from '../read/interfaces.ts';
import { whyNeverDown } from './never-down.ts';

const device: SnmpDevice = {
  name: 'sw-1',
  address: 'sw-1.example.net',
  port: 161,
  timeoutMs: 1,
  retries: 0,
  protectedInterfaces: ['Gi9'],
  credentials: { version: '2c', community: 'c' },
};
const port = (ifIndex: number, ifName: string, more: Partial<InterfaceReading> = {}): InterfaceReading => ({
  ifIndex,
  ifName,
  ifTypeName: 'ethernetCsmacd',
  ifOperStatus: 'up',
  addresses: [],
  ...more,
});
const managed = { addresses: [{ address: '192.0.2.1/24', type: 'unicast' }] };
const why = (name: string, all: readonly InterfaceReading[], of: SnmpDevice = device) => {
  const found = all.find(({ ifName }) => ifName === name);
  if (!found) throw new Error(`no ${name}`);
  return whyNeverDown(of, found, all, ['192.0.2.1']);
};

test('the interface that the device is reached over, and no other', () => {
  const all = [port(1, 'mgmt0', managed), port(2, 'Gi1')];
  expect(why('mgmt0', all)).toContain('managed over');
  expect(why('Gi1', all)).toBeUndefined();
});

test('loopbacks, and what the file protects', () => {
  const all = [port(1, 'mgmt0', managed), port(2, 'Lo0', { ifTypeName: 'softwareLoopback' }), port(3, 'Gi9')];
  expect(why('Lo0', all)).toContain('loopback');
  expect(why('Gi9', all)).toContain('protected');
});

test('nothing at all while it is not known over which it is reached', () => {
  const all = [port(1, 'mgmt0'), port(2, 'Gi1')];
  expect(why('Gi1', all)).toContain('managementInterface');
  expect(why('Gi1', all, { ...device, managementInterface: 'mgmt0' })).toBeUndefined();
  expect(why('mgmt0', all, { ...device, managementInterface: 'mgmt0' })).toContain('managed over');
  // A name that the device does not have tells nothing.
  expect(why('Gi1', all, { ...device, managementInterface: 'me0' })).toContain('managementInterface');
});

test('the last port of a LAG under a VLAN interface that it is managed over', () => {
  const all = (second: string) => [
    port(1, 'Vl10', { ...managed, lowerLayers: [2] }),
    port(2, 'Po1', { lowerLayers: [] }),
    port(3, 'Gi1', { aggregate: 2 }),
    port(4, 'Gi2', { aggregate: 2, ifOperStatus: second }),
    port(5, 'Gi3'),
  ];
  expect(why('Gi1', all('up'))).toBeUndefined();
  expect(why('Gi1', all('down'))).toContain('runs on Gi1 alone');
  expect(why('Po1', all('up'))).toContain('runs on Po1 alone');
  expect(why('Gi3', all('down'))).toBeUndefined();
});
