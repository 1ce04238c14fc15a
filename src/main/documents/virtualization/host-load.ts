import type { Scope } from './scopes.ts';

/** vCPUs and memory of the VMs that are on, by the id of the host that runs them. */
export function loadByHost(scope: Scope): ReadonlyMap<string, { vms: number; vcpus: number; bytes: number }> {
  const load = new Map<string, { vms: number; vcpus: number; bytes: number }>();
  for (const vm of scope.members('vm')) {
    const { attributes, relations } = vm;
    if (attributes.powerState !== 'on' || attributes.template === true) continue;
    for (const relation of relations) {
      if (relation.type !== 'runs-on' || !('to' in relation)) continue;
      const known = load.get(relation.to) ?? { vms: 0, vcpus: 0, bytes: 0 };
      known.vms += 1;
      known.vcpus += attributes.vcpus ?? 0;
      known.bytes += attributes.memoryBytes ?? 0;
      load.set(relation.to, known);
    }
  }
  return load;
}
