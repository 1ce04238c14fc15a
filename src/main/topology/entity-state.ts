import type { Entity } from '../../shared/model/entity.ts';

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
  switch (entity.kind) {
    case 'vm':
      return entity.attributes.template === true ? 'template' : entity.attributes.powerState;
    case 'host':
      return entity.attributes.maintenanceMode === true ? 'maintenance' : entity.attributes.connectionState;
    case 'k8s-node':
      return entity.attributes.ready === undefined
        ? undefined
        : entity.attributes.ready
          ? 'ready'
          : 'not ready';
    case 'pod':
    case 'persistent-volume':
    case 'persistent-volume-claim':
      return entity.attributes.phase;
    case 'workload': {
      const { ready, desired } = entity.attributes;
      return ready === undefined || desired === undefined ? undefined : `${ready} / ${desired}`;
    }
    case 'switch':
    case 'router':
    case 'firewall':
    case 'device': {
      const { reachable, status } = entity.attributes;
      return reachable === undefined ? status : reachable ? 'up' : 'unreachable';
    }
    case 'interface': {
      const { adminUp, operUp } = entity.attributes;
      if (adminUp === false) return 'admin down';
      return operUp === undefined ? undefined : operUp ? 'up' : 'down';
    }
    case 'bgp-peer':
      return entity.attributes.state;
    case 'tunnel':
      return entity.attributes.operUp === undefined
        ? entity.attributes.status
        : entity.attributes.operUp
          ? 'up'
          : 'down';
    case 'circuit':
    case 'power-feed':
    case 'site':
    case 'rack':
      return entity.attributes.status;
    case 'array':
    case 'pool':
    case 'volume':
    case 'lun':
      return entity.attributes.state;
    case 'cluster':
    case 'datastore':
      return undefined;
    default:
      return 'state' in entity.attributes && typeof entity.attributes.state === 'string'
        ? entity.attributes.state
        : undefined;
  }
}
