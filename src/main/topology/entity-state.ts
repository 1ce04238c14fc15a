import type { Entity } from '../../shared/model/entity.ts';
import type { AttributesOf, EntityKind } from '../../shared/model/kinds/registry.ts';

export interface EntityState {
  /** In the source's own word. */
  readonly text: string;
  readonly status: 'ok' | 'warning' | 'critical' | 'idle' | 'unknown';
}

const good = /^(on|connected|running|ok|up|ready|active|bound|established|online|green|succeeded|normal)$/i;
const bad =
  /^(not responding|failed|critical|down|error|offline|red|lost|inaccessible|invalid|orphaned|unreachable)$/i;

/** The one word that an operator would ask for first; undefined where a kind has none. */
export function stateOf(entity: Entity): EntityState | undefined {
  const text = stateText(entity);
  if (text === undefined) return undefined;
  if (good.test(text)) return { text, status: 'ok' };
  if (bad.test(text)) return { text, status: 'critical' };
  if (/^(off|template|maintenance|admin down|disabled|planned|suspended)$/i.test(text)) {
    return { text, status: 'idle' };
  }
  if (/^\d+ \/ \d+$/.test(text)) {
    const [ready, wanted] = text.split(' / ').map(Number);
    return { text, status: ready === wanted ? 'ok' : ready === 0 ? 'critical' : 'warning' };
  }
  return { text, status: /unknown/i.test(text) ? 'unknown' : 'warning' };
}

function stateText(entity: Entity): string | undefined {
  const read = readers[entity.kind] as ((attributes: unknown) => string | undefined) | undefined;
  return read?.(entity.attributes);
}

const statusOf = ({ status }: { readonly status?: string | undefined }) => status;
const healthOf = ({ state }: { readonly state?: string | undefined }) => state;
const phaseOf = ({ phase }: { readonly phase?: string | undefined }) => phase;
const deviceState = ({ reachable, status }: AttributesOf<'device'>) =>
  reachable === undefined ? status : reachable ? 'up' : 'unreachable';

const readers: { readonly [K in EntityKind]?: (attributes: AttributesOf<K>) => string | undefined } = {
  vm: ({ template, powerState }) => (template === true ? 'template' : powerState),
  host: ({ maintenanceMode, connectionState }) =>
    maintenanceMode === true ? 'maintenance' : connectionState,
  'k8s-node': ({ ready }) => (ready === undefined ? undefined : ready ? 'ready' : 'not ready'),
  pod: phaseOf,
  'persistent-volume': phaseOf,
  'persistent-volume-claim': phaseOf,
  workload: ({ ready, desired }) =>
    ready === undefined || desired === undefined ? undefined : `${ready} / ${desired}`,
  switch: deviceState,
  router: deviceState,
  firewall: deviceState,
  device: deviceState,
  interface: ({ adminUp, operUp }) => {
    if (adminUp === false) return 'admin down';
    return operUp === undefined ? undefined : operUp ? 'up' : 'down';
  },
  'bgp-peer': healthOf,
  tunnel: ({ operUp, status }) => (operUp === undefined ? status : operUp ? 'up' : 'down'),
  circuit: statusOf,
  'power-feed': statusOf,
  site: statusOf,
  rack: statusOf,
  array: healthOf,
  controller: healthOf,
  shelf: healthOf,
  disk: healthOf,
  pool: healthOf,
  volume: healthOf,
  lun: healthOf,
  replication: healthOf,
};
