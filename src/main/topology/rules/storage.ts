import type { Entity } from '../../../shared/model/entity.ts';
import { entitiesOf, stated, states, type DependencyRule } from '../dependency.ts';

/** Storage: volumes in pools on disks, pools on controllers, all of it in an array in a rack. */
export const storageDependencies: readonly DependencyRule[] = [
  states(
    ['controller', 'shelf', 'disk', 'pool', 'volume', 'lun', 'share', 'storage-port', 'replication'],
    'part-of',
    ['array'],
  ),
  stated(['array'], 'part-of', ['controller'], { need: { type: 'any' }, drawn: false }),
  states(['storage-port'], 'part-of', ['controller']),
  stated(['controller'], 'part-of', ['storage-port'], { need: { type: 'any' }, drawn: false }),
  states(['disk'], 'part-of', ['shelf']),
  states(['pool'], 'managed-by', ['controller'], {
    need: {
      type: 'failover',
      standby: (view, _pool, controller) =>
        view.outbound(controller, 'peers-with').filter((one) => one.kind === 'controller'),
      becomes: 'reduced',
    },
  }),
  stated(['pool'], 'member-of', ['disk'], {
    need: { type: 'but', spare: (_view, pool) => spareDisks(pool) },
  }),
  states(['volume', 'lun', 'share'], 'stored-on', ['pool', 'volume']),
  states(['lun', 'share'], 'backed-by', ['volume', 'pool']),
  states(['replication'], 'backed-by', ['volume']),
  states(['replication'], 'replicates-to', ['volume']),
  stated(['volume'], 'backed-by', ['replication'], { need: { type: 'reduces' }, drawn: false }),
  {
    of: ['array'],
    on: ['rack', 'site'],
    type: 'located-in',
    need: { type: 'each' },
    forward: (view, array) => {
      if (array.kind !== 'array') return [];
      const { rack, site } = array.attributes;
      return [
        ...entitiesOf(view, 'rack').filter((one) => one.name === rack && isAt(one, site)),
        ...entitiesOf(view, 'site').filter((one) => one.name === site),
      ];
    },
    reverse: (view, place) =>
      view
        .all('array')
        .filter(({ attributes: { rack, site } }) =>
          place.kind === 'site' ? place.name === site : place.name === rack && isAt(place, site),
        ),
  },
];

function isAt(rack: Entity, site: string | undefined): boolean {
  return rack.kind === 'rack' && (site === undefined || (rack.attributes.site ?? site) === site);
}

/** Disks that a pool can lose in the worst case, all of them out of one RAID group. */
function spareDisks(pool: Entity): number | undefined {
  if (pool.kind !== 'pool') return undefined;
  const type = pool.attributes.raidType ?? '';
  if (/tec|triple|z3/i.test(type)) return 3;
  if (/dp|double|dual|6|z2/i.test(type)) return 2;
  if (/raid-?[145]|mirror|z1|single/i.test(type)) return 1;
  if (/raid-?0/i.test(type)) return 0;
  return undefined;
}
