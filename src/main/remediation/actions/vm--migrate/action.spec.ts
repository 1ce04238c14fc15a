import { describe, expect, it } from 'vitest';
import { buildEntity, buildView } from '../../../../../test/support/build-view.ts';
import { vmMigrate } from './action.ts';

const host = (name: string, memoryUsageBytes: number, more: Record<string, unknown> = {}) =>
  buildEntity('host', name, {
    partition: typeof more['cluster'] === 'string' ? more['cluster'] : 'prod-a',
    attributes: {
      cluster: 'prod-a',
      connectionState: 'connected',
      memoryBytes: 100,
      memoryUsageBytes,
      cpuMhz: 1,
      cores: 100,
      cpuUsageMhz: 10,
      ...more,
    },
  });
const vm = buildEntity('vm', 'web-01', {
  partition: 'prod-a',
  attributes: {
    cluster: 'prod-a',
    host: 'esx-1',
    disks: [{ key: 2000, label: 'Hard disk 1', datastore: 'ds-1' }],
  },
});
const datastore = (mounts: readonly string[]) =>
  buildEntity('datastore', 'ds-1', {
    attributes: { mounts: mounts.map((name) => ({ host: name })) },
  });

describe('where a VM is moved to when nobody has said', () => {
  const suggest = (...others: readonly ReturnType<typeof host>[]) =>
    vmMigrate.suggest(
      vm,
      buildView([vm, host('esx-1', 90), datastore(['esx-1', 'esx-2', 'esx-3', 'esx-9']), ...others]),
    );

  it('is the host of its cluster with the most room that mounts its disks', () => {
    expect(suggest(host('esx-2', 80), host('esx-3', 20), host('esx-4', 1))).toEqual({ toHost: 'esx-3' });
  });

  it('is none that is in maintenance, cut off, or of another cluster', () => {
    expect(
      suggest(
        host('esx-2', 1, { maintenanceMode: true }),
        host('esx-3', 1, { connectionState: 'not responding' }),
        host('esx-9', 1, { cluster: 'prod-b' }),
      ),
    ).toBeUndefined();
  });

  it('is not one that says nothing of itself while there is another', () => {
    expect(suggest(host('esx-2', 1, { memoryBytes: undefined }), host('esx-3', 70))).toEqual({
      toHost: 'esx-3',
    });
  });
});
