import type { Entity, EntityOf } from '../../shared/model/entity.ts';
import { kindFields } from '../../shared/model/kind-fields.ts';
import { entityKinds, type EntityKind } from '../../shared/model/kinds/registry.ts';
import type { InventoryView } from '../inventory/view.ts';

/** What the entities of a view are called. Read once a view: sentences come by the dozen. */
export interface Names {
  /** Entities of that name in lower case, or of that name without its domain. */
  get(lower: string): readonly Entity[];
  readonly longest: number;
  /** Findings by title or rule. */
  findings(lower: string): readonly EntityOf<'finding'>[];
  /** The few words that texts of a kind's records are taken from: `established`, `Pending`, `nginx`. */
  valuesOf(kind: EntityKind): readonly KnownValue[];
}

export interface KnownValue {
  readonly path: string;
  readonly value: string;
  readonly lower: string;
}

/** A text with more different values than this is no choice of words. */
const mostValues = 24;
const longestValue = 40;

const known = new WeakMap<InventoryView, Names>();

export function namesOf(view: InventoryView): Names {
  let names = known.get(view);
  if (names === undefined) known.set(view, (names = readNames(view)));
  return names;
}

function readNames(view: InventoryView): Names {
  const byName = new Map<string, Entity[]>();
  const byTitle = new Map<string, EntityOf<'finding'>[]>();
  let longest = 0;
  const add = <T>(map: Map<string, T[]>, key: string, one: T) => {
    const found = map.get(key);
    if (found === undefined) map.set(key, [one]);
    else if (!found.includes(one)) found.push(one);
  };
  for (const kind of entityKinds) {
    if (kind === 'finding') continue;
    for (const entity of view.all(kind) as readonly Entity[]) {
      const lower = entity.name.toLowerCase();
      longest = Math.max(longest, lower.length);
      add(byName, lower, entity);
      const short = /^([a-z][\w-]*)\.[a-z]/.exec(lower)?.[1];
      if (short !== undefined) add(byName, short, entity);
    }
  }
  for (const finding of view.all('finding')) {
    add(byTitle, finding.attributes.title.toLowerCase(), finding);
    add(byTitle, finding.attributes.rule.toLowerCase(), finding);
    longest = Math.max(longest, finding.attributes.title.length);
  }
  const values = new Map<EntityKind, readonly KnownValue[]>();
  return {
    valuesOf: (kind) => {
      let own = values.get(kind);
      if (own === undefined) values.set(kind, (own = readValues(view, kind)));
      return own;
    },
    get: (lower) => byName.get(lower) ?? [],
    findings: (lower) => byTitle.get(lower) ?? [],
    longest: Math.min(longest, 300),
  };
}

function readValues(view: InventoryView, kind: EntityKind): readonly KnownValue[] {
  const all = view.all(kind) as readonly Entity[];
  return kindFields(kind).flatMap(({ path, type, choices }) => {
    if (type !== 'choice' && type !== 'text') return [];
    const found = new Set<string>(choices);
    for (const { attributes } of all) {
      const value = (attributes as Readonly<Record<string, unknown>>)[path];
      if (typeof value === 'string' && value !== '' && value.length <= longestValue) found.add(value);
      if (found.size > mostValues) return [];
    }
    return [...found].map((value) => ({ path, value, lower: value.toLowerCase() }));
  });
}
