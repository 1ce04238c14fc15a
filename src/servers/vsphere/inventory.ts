import { ToolFailure } from '../shared/tool-failure.ts';
import type { ManagedRef } from './connection/managed-ref.ts';
import type { PropertyReader } from './connection/properties.ts';
import type { VsphereSession } from './connection/session.ts';

/** What the inventory's tree knows of everything but VMs. */
export interface Place {
  readonly ref: ManagedRef;
  readonly name: string;
  readonly parent: ManagedRef | undefined;
}

/** Everything that others are found by, except VMs and what only one kind has. */
const placeTypes = [
  'Folder',
  'Datacenter',
  'ComputeResource',
  'HostSystem',
  'ResourcePool',
  'Datastore',
  'Network',
  'DistributedVirtualSwitch',
];

/** For this long a tree that was read answers for what is there. */
const freshMs = 15_000;

/** The tree of one moment: names and parents of everything but VMs. */
export class Inventory {
  readonly #places: ReadonlyMap<string, Place>;

  constructor(places: readonly Place[]) {
    this.#places = new Map(places.map((place) => [keyOf(place.ref), place]));
  }

  of(ref: ManagedRef | undefined): Place | undefined {
    return ref === undefined ? undefined : this.#places.get(keyOf(ref));
  }

  /** Of exactly these classes; the root folder, which nobody made, is not among them. */
  ofTypes(types: readonly string[]): Place[] {
    return [...this.#places.values()].filter(
      ({ ref, parent }) => types.includes(ref.type) && parent !== undefined,
    );
  }

  /** The nearest of a class at or above `ref`. */
  above(ref: ManagedRef | undefined, type: string): Place | undefined {
    for (let at = this.of(ref); at !== undefined; at = this.of(at.parent))
      if (at.ref.type === type) return at;
    return undefined;
  }

  /** `/dc-a/vm/production`: how vSphere's own tools write a place; the root folder is `/`. */
  path(ref: ManagedRef | undefined): string | undefined {
    const names: string[] = [];
    let at = this.of(ref);
    if (at === undefined) return undefined;
    for (; at.parent !== undefined;) {
      names.unshift(at.name);
      const above = this.of(at.parent);
      if (above === undefined) break;
      at = above;
    }
    return `/${names.join('/')}`;
  }

  /**
   * What a caller named, by reference, name or path.
   * @throws ToolFailure when there is none, or several of the name
   */
  find(what: string, types: readonly string[], given: string): Place {
    const candidates = this.ofTypes(types);
    const found = candidates.filter(({ ref }) => ref.value === given);
    const named =
      found.length > 0
        ? found
        : candidates.filter((place) => place.name === given || this.path(place.ref) === given);
    const [only] = named;
    if (only !== undefined && named.length === 1) return only;
    throw new ToolFailure(
      only === undefined
        ? `There is no ${what} "${given}". ${candidates.length === 0 ? 'There is none at all.' : `There are: ${listed(candidates.map(({ name }) => name))}.`}`
        : `${named.length} are named "${given}": expected one ${what}. Name it by its reference or path: ${listed(named.map((place) => `${place.ref.value} (${this.path(place.ref) ?? ''})`))}.`,
    );
  }
}

export interface InventoryReader {
  /** The tree as it is, or was a few seconds ago. */
  current(signal?: AbortSignal): Promise<Inventory>;
  /** After a change: the next question reads it anew. */
  forget(): void;
}

export function createInventoryReader(
  session: VsphereSession,
  reader: PropertyReader,
  now: () => number,
): InventoryReader {
  let known: { readonly at: number; readonly inventory: Promise<Inventory> } | undefined;
  return {
    current(_signal) {
      // Shared by whoever asks meanwhile, so that nobody's cancelling ends it for the others.
      if (known === undefined || now() - known.at > freshMs) {
        const inventory = readPlaces(session, reader);
        known = { at: now(), inventory };
        inventory.catch(() => {
          known = undefined;
        });
      }
      return known.inventory;
    },
    forget() {
      known = undefined;
    },
  };
}

async function readPlaces(session: VsphereSession, reader: PropertyReader): Promise<Inventory> {
  const root = (await session.content()).ref('rootFolder');
  const objects = await reader.readAll(placeTypes, ['name', 'parent']);
  const places: Place[] = objects.map(({ ref, at }) => ({
    ref,
    name: plainName(at.text('name')) ?? ref.value,
    parent: at.ref('parent'),
  }));
  // A view holds what is below its container, not the container.
  if (root !== undefined) places.push({ ref: root, name: '', parent: undefined });
  return new Inventory(places);
}

/** vSphere escapes three characters of names, because paths are made of them. */
export function plainName(name: string | undefined): string | undefined {
  return name?.replaceAll(/%(2f|5c|25)/gi, (escaped) => decodeURIComponent(escaped));
}

function keyOf({ type, value }: ManagedRef): string {
  return `${type}:${value}`;
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 8).join(', ');
  return names.length > 8 ? `${shown}, and ${names.length - 8} more` : shown;
}
