import { expect, test } from 'vitest';
import { buildEntity, buildView, type EntityParts } from '../../../../test/support/build-view.ts';
import { loadByHost } from './host-load.ts';
import { clusterScopes } from './scopes.ts';

const host = buildEntity('host', 'a', { partition: 'prod-a' });
const vm = (name: string, attributes: NonNullable<EntityParts<'vm'>['attributes']>) =>
  buildEntity('vm', name, {
    partition: 'prod-a',
    attributes: { powerState: 'on', vcpus: 4, memoryBytes: 30, ...attributes },
    relations: [{ type: 'runs-on', to: host.id }],
  });

test('the load of a host is that of the VMs that run on it', () => {
  const [scope] = clusterScopes(
    buildView([host, vm('v1', {}), vm('v2', { vcpus: 2 }), vm('off', { powerState: 'off' })]),
    'virtualization',
  );
  expect(scope && loadByHost(scope).get(host.id)).toEqual({ vms: 2, vcpus: 6, bytes: 60 });
});
