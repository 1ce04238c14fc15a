import { describe, expect, it } from 'vitest';
import { buildEntity } from '../../../test/support/build-view.ts';
import type { Entity } from '../../shared/model/entity.ts';
import { quoted, selectorOf, watchedAs } from './watched-as.ts';

/** Whether labels of a series are those of a thing, as RE2 judges over the whole value. */
const isOf = (entity: Entity, labels: Readonly<Record<string, string>>): boolean =>
  watchedAs(entity).some((all) =>
    all.every(({ name, pattern }) => new RegExp(`^(?:${pattern})$`).test(labels[name] ?? '')),
  );

describe('a machine is watched', () => {
  const vm = buildEntity('vm', 'web-01', {
    attributes: { dnsName: 'web-01.example.org', ips: ['10.1.2.3', 'fd00::3'] },
  });

  it('by its name or address, with a port or without', () => {
    for (const instance of [
      'web-01',
      'WEB-01:9100',
      'web-01.example.org:9100',
      'web-01.other.example',
      '10.1.2.3:9182',
      '[fd00::3]:9100',
    ])
      expect(isOf(vm, { instance })).toBe(true);
  });

  it('and not by addresses that many a machine has', () => {
    const docker = buildEntity('vm', 'web-02', {
      attributes: { dnsName: 'localhost.localdomain', ips: ['172.17.0.1', '127.0.0.1', '10.1.2.4'] },
    });
    expect(isOf(docker, { instance: '10.1.2.4:9100' })).toBe(true);
    for (const instance of ['172.17.0.1:9100', '127.0.0.1:9100', 'localhost:9090', 'localhost.localdomain'])
      expect(isOf(docker, { instance })).toBe(false);
  });

  it('by nothing, where it has no name but such an address', () => {
    expect(watchedAs(buildEntity('host', '127.0.0.1'))).toEqual([]);
    expect(watchedAs(buildEntity('interface', 'eth0', { attributes: { device: '127.0.0.1' } }))).toEqual([]);
    expect(watchedAs(buildEntity('k8s-node', '127.0.0.1'))).toHaveLength(1);
  });

  it('and not where only a part of it is the same', () => {
    for (const instance of ['web-011:9100', 'my-web-01', 'web-01:9100/x', '10.1.2.30:9100', '10x1x2x3'])
      expect(isOf(vm, { instance })).toBe(false);
  });

  it('whose full name is known, by its short name as well', () => {
    const host = buildEntity('host', 'esx-01.lab.example', { attributes: { managementIp: '10.0.0.9' } });
    for (const instance of ['esx-01', 'esx-01.lab.example:443', '10.0.0.9'])
      expect(isOf(host, { instance })).toBe(true);
    expect(isOf(host, { instance: 'esx-01.elsewhere.example' })).toBe(false);
  });
});

describe('other things are watched', () => {
  it('a node of a cluster by its label or as a machine', () => {
    const node = buildEntity('k8s-node', 'worker-1', {
      attributes: { cluster: 'c', internalIp: '10.9.0.1' },
    });
    expect(isOf(node, { node: 'worker-1' })).toBe(true);
    expect(isOf(node, { instance: '10.9.0.1:9100' })).toBe(true);
    expect(isOf(node, { node: 'worker-10' })).toBe(false);
  });

  it('a pod and a workload within their namespace', () => {
    const pod = buildEntity('pod', 'api-1', { attributes: { cluster: 'c', namespace: 'shop' } });
    expect(isOf(pod, { namespace: 'shop', pod: 'api-1' })).toBe(true);
    expect(isOf(pod, { namespace: 'other', pod: 'api-1' })).toBe(false);
    const workload = buildEntity('workload', 'api', {
      attributes: { cluster: 'c', namespace: 'shop', type: 'StatefulSet' },
    });
    expect(isOf(workload, { namespace: 'shop', statefulset: 'api' })).toBe(true);
  });

  it('a port on its device, whichever exporter names it', () => {
    const port = buildEntity('interface', 'Ethernet1/1', { attributes: { device: 'sw-01' } });
    for (const label of ['device', 'ifName', 'ifDescr'])
      expect(isOf(port, { instance: 'sw-01:161', [label]: 'Ethernet1/1' })).toBe(true);
    expect(isOf(port, { instance: 'sw-02', ifName: 'Ethernet1/1' })).toBe(false);
  });

  it('what nobody watches by custom not at all', () => {
    expect(watchedAs(buildEntity('datastore', 'ds-1'))).toEqual([]);
  });
});

it('a name with quotes and backslashes stays within its selector', () => {
  const odd = buildEntity('vm', 'a"} or up{x="\\');
  const [labels = []] = watchedAs(odd);
  expect(selectorOf(labels)).toContain(quoted(labels[0]?.pattern ?? ''));
  expect(quoted('a"\\\n')).toBe(String.raw`"a\"\\\n"`);
  expect(isOf(odd, { instance: 'a"} or up{x="\\' })).toBe(true);
});
