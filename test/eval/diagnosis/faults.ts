import type { Entity } from '../../../src/shared/model/entity.ts';
import type { InventoryView } from '../../../src/main/inventory/view.ts';

/** One scenario of the lab, with where it shows and what counts as its cause. */
export interface LabFault {
  readonly scenario: string;
  /** Simulated seconds until it shows. */
  readonly seconds: number;
  /** Collections after that, where one moment does not show it. */
  readonly passes?: number;
  /** What broke. */
  readonly broken: (view: InventoryView) => readonly Entity[];
  /** Who suffers and would be named in a ticket; what broke itself, where nothing else is. */
  readonly suffers?: (view: InventoryView, broken: Entity) => Entity | undefined;
  /** Patterns that name the cause. */
  readonly patterns: readonly string[];
  /** Whether the cause is said of the right thing. */
  readonly isAt: (entity: Entity, broken: readonly Entity[], view: InventoryView) => boolean;
}

const oneOf = (entity: Entity, broken: readonly Entity[]) => broken.some(({ id }) => id === entity.id);
/** On what broke, or on what it is a part of or what is a part of it. */
const around = (entity: Entity, broken: readonly Entity[], view: InventoryView) =>
  oneOf(entity, broken) ||
  broken.some(
    (one) =>
      view.outbound(one, 'part-of').some(({ id }) => id === entity.id) ||
      view.outbound(one, 'member-of').some(({ id }) => id === entity.id) ||
      view.outbound(entity, 'part-of').some(({ id }) => id === one.id),
  );
/** On what broke, or at the other end of its link. */
const eitherEnd = (entity: Entity, broken: readonly Entity[], view: InventoryView) =>
  around(entity, broken, view) ||
  broken.some((one) => view.outbound(one, 'connected-to').some(({ id }) => id === entity.id));

const full = (used: number | undefined, size: number | undefined, share: number) =>
  used !== undefined && size !== undefined && used / size >= share;
const deviceOf = (view: InventoryView, one: Entity) => view.outbound(one, 'part-of')[0];

export const labFaults: readonly LabFault[] = [
  {
    scenario: 'hung-vm',
    seconds: 60,
    broken: (view) =>
      view
        .all('vm')
        .filter(({ attributes }) => attributes.heartbeat === 'red' && attributes.powerState === 'on'),
    patterns: ['hung-guest'],
    isAt: oneOf,
  },
  {
    scenario: 'full-datastore',
    seconds: 60,
    broken: (view) =>
      view
        .all('datastore')
        .filter(({ attributes }) => full(attributes.usedBytes, attributes.capacityBytes, 0.98)),
    suffers: (view, broken) => view.inbound(broken, 'stored-on', 'vm')[0],
    patterns: ['datastore-full'],
    isAt: oneOf,
  },
  {
    scenario: 'host-down',
    seconds: 30,
    broken: (view) =>
      view.all('host').filter(({ attributes }) => attributes.connectionState === 'not responding'),
    suffers: (view, broken) => view.inbound(broken, 'runs-on', 'vm')[0],
    patterns: ['host-down'],
    isAt: oneOf,
  },
  {
    scenario: 'old-snapshots',
    seconds: 60,
    broken: (view) =>
      view
        .all('vm')
        .filter(({ attributes }) =>
          (attributes.snapshots ?? []).some(({ name }) => name === 'before-change'),
        ),
    patterns: ['old-snapshot'],
    isAt: oneOf,
  },
  {
    scenario: 'crash-loop',
    seconds: 900,
    broken: (view) =>
      view
        .all('workload')
        .filter(({ attributes }) => (attributes.images ?? []).some((one) => one.endsWith('checkout:4.8.0'))),
    patterns: ['crash-loop'],
    isAt: around,
  },
  {
    scenario: 'stuck-rollout',
    seconds: 900,
    broken: (view) =>
      view
        .all('workload')
        .filter(({ attributes }) => (attributes.images ?? []).some((one) => one.endsWith('ledger:1.23.0'))),
    patterns: ['image-pull'],
    isAt: around,
  },
  {
    scenario: 'failed-node',
    seconds: 600,
    broken: (view) => view.all('k8s-node').filter(({ attributes }) => attributes.ready === false),
    suffers: (view, broken) => view.inbound(broken, 'runs-on', 'pod')[0],
    patterns: ['node-not-ready'],
    isAt: oneOf,
  },
  {
    scenario: 'full-pvc',
    seconds: 60,
    broken: (view) =>
      view.all('persistent-volume-claim').filter(({ attributes }) => (attributes.usedPercent ?? 0) >= 98),
    suffers: (view, broken) => view.inbound(broken, 'mounts', 'pod')[0],
    patterns: ['claim-full'],
    isAt: oneOf,
  },
  {
    scenario: 'flapping-port',
    seconds: 60,
    passes: 4,
    broken: (view) => {
      const flips = view
        .changesSince(new Date(Date.parse(view.at) - 3_600_000).toISOString() as typeof view.at)
        .filter(({ path }) => path === 'attributes.operUp')
        .map(({ entityId }) => entityId);
      return view.all('interface').filter(({ id }) => flips.filter((one) => one === id).length > 1);
    },
    suffers: deviceOf,
    patterns: ['port-flapping'],
    isAt: eitherEnd,
  },
  {
    scenario: 'switch-down',
    seconds: 60,
    broken: (view) => view.all('switch').filter(({ attributes }) => attributes.reachable === false),
    patterns: ['device-down'],
    isAt: oneOf,
  },
  {
    scenario: 'bgp-down',
    seconds: 60,
    broken: (view) => view.all('bgp-peer').filter(({ attributes }) => attributes.state !== 'established'),
    suffers: deviceOf,
    patterns: ['bgp-down'],
    isAt: (entity, broken, view) =>
      oneOf(entity, broken) || (entity.kind === 'bgp-peer' && eitherEnd(entity, broken, view)),
  },
  {
    scenario: 'errors-on-link',
    seconds: 300,
    broken: (view) =>
      view.all('interface').filter(({ attributes }) => (attributes.errorsPerSecond ?? 0) > 100),
    suffers: deviceOf,
    patterns: ['link-errors'],
    isAt: eitherEnd,
  },
  {
    scenario: 'mtu-mismatch',
    seconds: 60,
    broken: (view) =>
      view
        .all('interface')
        .filter((one) =>
          view
            .outbound(one, 'connected-to')
            .some(
              (other) =>
                other.kind === 'interface' &&
                other.attributes.mtu !== undefined &&
                one.attributes.mtu !== undefined &&
                other.attributes.mtu > 2 * one.attributes.mtu,
            ),
        ),
    suffers: deviceOf,
    patterns: ['link-mismatch'],
    isAt: eitherEnd,
  },
  {
    scenario: 'ups-on-battery',
    seconds: 60,
    broken: (view) => view.all('device').filter(({ attributes }) => attributes.upsOnBattery === true),
    patterns: ['ups-on-battery'],
    isAt: oneOf,
  },
  {
    scenario: 'full-volume',
    seconds: 60,
    broken: (view) =>
      view.all('volume').filter(({ attributes }) => full(attributes.usedBytes, attributes.sizeBytes, 0.96)),
    suffers: (view, broken) => view.inbound(broken, 'backed-by', 'datastore')[0] ?? broken,
    patterns: ['volume-full'],
    isAt: oneOf,
  },
  {
    scenario: 'failed-disk',
    seconds: 60,
    broken: (view) => view.all('disk').filter(({ attributes }) => attributes.state === 'failed'),
    suffers: (view, broken) => view.outbound(broken, 'part-of').find(({ kind }) => kind === 'array'),
    patterns: ['disk-failed'],
    isAt: (entity, broken, view) =>
      around(entity, broken, view) || (entity.kind === 'pool' && broken[0]?.source === entity.source),
  },
  {
    scenario: 'replication-lag',
    seconds: 60,
    broken: (view) =>
      view.all('replication').filter(({ attributes }) => (attributes.lagSeconds ?? 0) > 2 * 3600),
    suffers: (view, broken) => view.outbound(broken, 'backed-by')[0],
    patterns: ['replication-lag'],
    isAt: oneOf,
  },
  {
    scenario: 'path-failure',
    seconds: 60,
    broken: (view) =>
      view
        .all('storage-port')
        .filter(({ attributes }) => attributes.protocol === 'fc' && attributes.linkUp === false),
    suffers: (view, broken) => view.outbound(broken, 'part-of').at(-1),
    patterns: ['storage-paths-lost'],
    isAt: (entity, broken, view) => around(entity, broken, view) || entity.kind === 'host',
  },
  {
    scenario: 'controller-takeover',
    seconds: 60,
    broken: (view) =>
      view.all('controller').filter(({ attributes }) => (attributes.takeoverState ?? 'none') !== 'none'),
    suffers: (view, broken) => view.outbound(broken, 'part-of')[0],
    patterns: ['controller-takeover'],
    isAt: oneOf,
  },
  {
    scenario: 'shelf-power',
    seconds: 60,
    broken: (view) =>
      view
        .all('shelf')
        .filter(({ attributes }) => (attributes.components ?? []).some(({ state }) => state === 'failed')),
    suffers: (view, broken) => view.outbound(broken, 'part-of')[0],
    patterns: ['storage-part-failed'],
    isAt: around,
  },
];
