import type { EntityId } from '../../../../shared/model/ids.ts';
import type { ObservedRecord } from '../../../../shared/model/entity.ts';
import { present } from '../present.ts';
import { entityOf, isPortType, labelsOf, nameOf, portTypes, type DevicePlace } from './names.ts';
import type { Neighbour } from './map-ports.ts';
import type { NetboxObject } from './schema.ts';

type Cable = NetboxObject<'dcim.cable'>;
type Termination = Cable['a_terminations'][number];

interface CableEnd {
  readonly kind: string;
  readonly on: string;
  readonly port: string;
  readonly site?: string;
  readonly rack?: string;
}

export interface CableSurroundings {
  readonly source: string;
  readonly places: ReadonlyMap<number, DevicePlace>;
  /** Circuit of a circuit termination, and the site that the termination is at. */
  readonly circuits: ReadonlyMap<number, { readonly circuit: number; readonly site: string | undefined }>;
  /** Site and rack of a power feed. */
  readonly feeds: ReadonlyMap<
    number,
    { readonly site: string | undefined; readonly rack: string | undefined }
  >;
}

const meters: Readonly<Record<string, number>> = {
  km: 1000,
  m: 1,
  cm: 0.01,
  mi: 1609.344,
  ft: 0.3048,
  in: 0.0254,
};

export function mapCable(cable: Cable, around: CableSurroundings): ObservedRecord {
  const ends = (side: readonly Termination[]) => side.map((termination) => endOf(termination, around));
  const [aEnds, bEnds] = [ends(cable.a_terminations), ends(cable.b_terminations)];
  const attached = [...cable.a_terminations, ...cable.b_terminations].flatMap(
    (termination) => entityOfEnd(termination, around) ?? [],
  );
  const site = [...aEnds, ...bEnds].find((end) => end.site !== undefined)?.site;
  return {
    nativeId: String(cable.id),
    name: cable.label ?? `#${cable.id}`,
    ...(site === undefined ? {} : { partition: site }),
    attributes: {
      ...present({
        intent: true,
        type: cable.type?.label,
        status: cable.status?.value,
        label: cable.label,
        color: cable.color,
        lengthMeters:
          cable.length === undefined
            ? undefined
            : cable.length * (meters[cable.length_unit?.value ?? 'm'] ?? 1),
        tenant: nameOf(cable.tenant),
        description: cable.description,
        comments: cable.comments,
      }),
      aEnds,
      bEnds,
    },
    relations: [...new Set(attached)].map((to) => ({ type: 'attached-to' as const, to })),
    labels: labelsOf(cable),
  };
}

function endOf(termination: Termination, around: CableSurroundings): CableEnd {
  const { object_type: type, object_id: id, object } = termination;
  const port = nameOf(object) ?? `#${id}`;
  if (type === 'circuits.circuittermination')
    return {
      kind: 'circuit',
      on: object?.circuit?.cid ?? object?.circuit?.display ?? `#${id}`,
      port: object?.display?.split(': ').at(-1) ?? 'termination',
      ...present({ site: around.circuits.get(id)?.site }),
    };
  if (type === 'dcim.powerfeed')
    return {
      kind: 'power feed',
      on: object?.power_panel?.name ?? 'power panel',
      port,
      ...present({ ...around.feeds.get(id) }),
    };
  const device = object?.device;
  const place = device ? around.places.get(device.id) : undefined;
  return {
    kind: isPortType(type) ? portTypes[type].says : type === 'dcim.interface' ? 'interface' : type,
    on: place?.name ?? device?.name ?? device?.display ?? 'unknown device',
    port,
    ...present({ site: place?.site, rack: place?.rack }),
  };
}

function entityOfEnd(
  { object_type: type, object_id: id }: Termination,
  around: CableSurroundings,
): EntityId | undefined {
  if (type !== 'circuits.circuittermination') return entityOf(around.source, type, id);
  return entityOf(around.source, 'circuits.circuit', around.circuits.get(id)?.circuit);
}

/** From each cabled port, as `type/id`, to what stands at the other end. */
export function neighboursOf(
  cables: readonly Cable[],
  around: CableSurroundings,
): ReadonlyMap<string, Neighbour> {
  const neighbours = new Map<string, Neighbour>();
  const join = (from: readonly Termination[], to: readonly Termination[]) => {
    for (const here of from) {
      const ends = to.map((there) => endOf(there, around));
      const first = to[0];
      if (!first) continue;
      neighbours.set(`${here.object_type}/${here.object_id}`, {
        says: ends.map((end) => `${end.on} ${end.port}`).join(', '),
        // A breakout cable has several far ends; the relation names one, the text all.
        entity: entityOfEnd(first, around),
      });
    }
  };
  for (const cable of cables) {
    join(cable.a_terminations, cable.b_terminations);
    join(cable.b_terminations, cable.a_terminations);
  }
  return neighbours;
}
