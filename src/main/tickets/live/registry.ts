import { attributeText } from '../../../shared/format.ts';
import type { Entity } from '../../../shared/model/entity.ts';
import type { InventoryView } from '../../inventory/view.ts';
import { jsonField, type LiveCheck, type Reading } from './live-check.ts';
import { portChecks } from './port-checks.ts';

const vm: LiveCheck = {
  tool: 'vmware_get_vm',
  kinds: ['vm'],
  argumentsFor: ({ nativeId }) => ({ vm: nativeId }),
  read(answer) {
    const heartbeat = jsonField(answer, 'guestHeartbeatStatus');
    const power = jsonField(answer, 'powerState');
    return [
      ...one(
        heartbeat?.value === 'red',
        ['hung-guest'],
        'for',
        'moderate',
        'read just now, its heartbeat is red',
        heartbeat,
      ),
      ...one(
        heartbeat?.value === 'green',
        ['hung-guest'],
        'against',
        'conclusive',
        'read just now, its heartbeat is green',
        heartbeat,
      ),
      ...one(
        power?.value === 'poweredOff',
        ['vm-off'],
        'for',
        'moderate',
        'read just now, it is powered off',
        power,
      ),
      ...one(
        power?.value === 'poweredOn',
        ['vm-off'],
        'against',
        'conclusive',
        'read just now, it is powered on',
        power,
      ),
    ];
  },
};

const host: LiveCheck = {
  tool: 'vmware_get_host',
  kinds: ['host'],
  argumentsFor: ({ nativeId }) => ({ host: nativeId }),
  read(answer) {
    const state = jsonField(answer, 'connectionState');
    if (!state) return [];
    return state.value === 'connected'
      ? one(true, ['host-down'], 'against', 'conclusive', 'read just now, it is connected', state)
      : one(true, ['host-down'], 'for', 'moderate', `read just now, its connection is ${state.value}`, state);
  },
};

const datastore: LiveCheck = {
  tool: 'vmware_get_datastore',
  kinds: ['datastore'],
  argumentsFor: ({ nativeId }) => ({ datastore: nativeId }),
  read(answer) {
    const capacity = jsonField(answer, 'capacity');
    const free = jsonField(answer, 'freeSpace');
    if (!capacity || !free || Number(capacity.value) <= 0) return [];
    return fullness(['datastore-full'], 1 - Number(free.value) / Number(capacity.value), free);
  },
};

const node: LiveCheck = {
  tool: 'kubernetes_get_resource',
  kinds: ['k8s-node'],
  argumentsFor: (entity) =>
    entity.kind === 'k8s-node'
      ? { cluster: entity.attributes.cluster, apiVersion: 'v1', kind: 'Node', name: entity.name }
      : undefined,
  read(answer) {
    const condition = /\{[^{}]*"type"\s*:\s*"Ready"[^{}]*\}/.exec(answer);
    const status = condition && jsonField(condition[0], 'status');
    if (!condition || !status) return [];
    const quote = { quote: condition[0].slice(0, 300) };
    return status.value === 'True'
      ? one(true, ['node-not-ready'], 'against', 'conclusive', 'read just now, it is ready', quote)
      : one(
          true,
          ['node-not-ready'],
          'for',
          'moderate',
          `read just now, its condition Ready is ${status.value}`,
          quote,
        );
  },
};

/** Why a container ended stands in what its instance before wrote last. */
const crashLog: LiveCheck = {
  tool: 'kubernetes_pod_logs',
  kinds: ['workload', 'pod'],
  argumentsFor(entity, view) {
    for (const pod of podsUnder(entity, view)) {
      if (pod.kind !== 'pod') continue;
      const crashed = (pod.attributes.containers ?? []).find(
        ({ restarts, state, init }) => restarts > 0 && state !== 'running' && init !== true,
      );
      if (!crashed) continue;
      const { cluster, namespace } = pod.attributes;
      return { cluster, namespace, pod: pod.name, container: crashed.name, previous: true, tailLines: 20 };
    }
    return undefined;
  },
  read(answer) {
    const lines = [...answer.matchAll(/"((?:[^"\\]|\\.){4,})"/g)].map(([, line]) => line ?? '');
    const last = lines.findLast((line) =>
      /error|fatal|panic|cannot|failed|exception|refused|denied|invalid/i.test(line),
    );
    if (last === undefined) return [];
    return one(true, ['crash-loop'], 'for', 'moderate', `its last instance wrote: ${last.slice(0, 300)}`, {
      quote: last.slice(0, 300),
    });
  },
};

const volume: LiveCheck = {
  tool: 'storage_list_volumes',
  kinds: ['volume'],
  argumentsFor: (entity) =>
    entity.kind === 'volume' && entity.attributes.array !== undefined
      ? { cluster: entity.attributes.array, volume: entity.name, max_records: 5 }
      : undefined,
  read(answer) {
    const size = jsonField(answer, 'size');
    const used = jsonField(answer, 'used');
    if (!size || !used || Number(size.value) <= 0) return [];
    return fullness(['volume-full'], Number(used.value) / Number(size.value), used);
  },
};

/** Our vSphere server answers in the same words, vSphere's own. */
const ofVsphere: readonly LiveCheck[] = [
  { ...vm, tool: 'get_vm' },
  { ...host, tool: 'get_host' },
  { ...datastore, tool: 'get_datastore' },
];

/** What is asked live before a cause is believed, by the tool that answers it. */
export const liveChecks: readonly LiveCheck[] = [
  vm,
  host,
  datastore,
  ...ofVsphere,
  node,
  crashLog,
  ...portChecks,
  volume,
];

function one(
  holds: boolean,
  patterns: readonly string[],
  speaks: Reading['speaks'],
  strength: Reading['strength'],
  text: string,
  said: { readonly quote: string } | undefined,
): Reading[] {
  return holds && said ? [{ patterns, speaks, strength, text, quote: said.quote }] : [];
}

function fullness(patterns: readonly string[], share: number, said: { readonly quote: string }): Reading[] {
  const text = `read just now, ${attributeText('Percent', share * 100)} of it is used`;
  if (share >= 0.9) return one(true, patterns, 'for', 'moderate', text, said);
  return share < 0.75 ? one(true, patterns, 'against', 'conclusive', text, said) : [];
}

function podsUnder(entity: Entity, view: InventoryView, depth = 0): readonly Entity[] {
  if (entity.kind === 'pod') return [entity];
  if (depth > 2) return [];
  return view.inbound(entity, 'owned-by').flatMap((one) => podsUnder(one, view, depth + 1));
}
