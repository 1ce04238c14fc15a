import { describe, expect, test } from 'vitest';
import type { Entity, EntityOf } from '../../shared/model/entity.ts';
import { buildEntity, type EntityParts } from '../../../test/support/build-view.ts';
import { clusterFigures } from './vsphere-cluster.ts';

const host = (name: string, attributes: NonNullable<EntityParts<'host'>['attributes']> = {}) =>
  buildEntity('host', name, {
    partition: 'prod-a',
    attributes: { connectionState: 'connected', cores: 10, cpuMhz: 1_000, memoryBytes: 100, ...attributes },
  });
const vm = (name: string, attributes: NonNullable<EntityParts<'vm'>['attributes']>) =>
  buildEntity('vm', name, {
    partition: 'prod-a',
    attributes: { powerState: 'on', vcpus: 4, memoryBytes: 30, ...attributes },
  });
const cluster = (attributes: NonNullable<EntityParts<'cluster'>['attributes']> = {}) =>
  buildEntity('cluster', 'prod-a', { partition: 'prod-a', attributes });
function figures(...entities: readonly Entity[]) {
  return clusterFigures({
    cluster: entities.find((one): one is EntityOf<'cluster'> => one.kind === 'cluster'),
    hosts: entities.filter((one): one is EntityOf<'host'> => one.kind === 'host'),
    vms: entities.filter((one): one is EntityOf<'vm'> => one.kind === 'vm'),
  });
}

describe('capacity of a cluster', () => {
  test('N−1 leaves the largest usable host out', () => {
    expect(figures(cluster(), host('a'), host('b', { cores: 20 }), host('c'))).toMatchObject({
      hosts: 3,
      cpuMhz: 40_000,
      spareCpuMhz: 20_000,
      spareMemoryBytes: 200,
    });
  });

  test('what the hypervisor keeps comes off what remains as well', () => {
    const made = figures(
      cluster({ effectiveCpuMhz: 18_000, effectiveMemoryBytes: 160 }),
      host('a'),
      host('b'),
    );
    expect(made).toMatchObject({ cpuMhz: 18_000, spareCpuMhz: 9_000, spareMemoryBytes: 80 });
  });

  test('a host that is away or in maintenance is not counted on', () => {
    const away = host('b', { connectionState: 'not responding' });
    expect(figures(cluster(), host('a'), away, host('c', { maintenanceMode: true }))).toMatchObject({
      hosts: 3,
      usableHosts: 1,
      spareCpuMhz: 0,
    });
  });

  test('counts VMs that are on; templates and VMs that are off promise nothing', () => {
    const made = figures(
      cluster(),
      host('a'),
      vm('on', {}),
      vm('off', { powerState: 'off' }),
      vm('tpl', { template: true }),
    );
    expect(made).toMatchObject({
      vms: 2,
      templates: 1,
      vmsOn: 1,
      vcpusOn: 4,
      vcpusPerCore: 0.4,
      memoryOvercommit: 0.3,
    });
  });

  test('a host that does not say what it has makes sums unknown rather than too small', () => {
    const made = figures(cluster(), host('a'), buildEntity('host', 'b', { partition: 'prod-a' }));
    expect(made.cores).toBeUndefined();
    expect(made.vcpusPerCore).toBeUndefined();
  });
});
