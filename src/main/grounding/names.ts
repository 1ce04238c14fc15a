import type { Entity, EntityOf } from '../../shared/model/entity.ts';
import { entityKinds } from '../../shared/model/kinds/registry.ts';
import type { InventoryView } from '../inventory/view.ts';

/** What the entities of a view are called. Read once a view: sentences come by the dozen. */
export interface Names {
  /** Entities of that name in lower case, or of that name without its domain. */
  get(lower: string): readonly Entity[];
  readonly longest: number;
  /** Findings by title or rule. */
  findings(lower: string): readonly EntityOf<'finding'>[];
}

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
  return {
    get: (lower) => byName.get(lower) ?? [],
    findings: (lower) => byTitle.get(lower) ?? [],
    longest: Math.min(longest, 300),
  };
}
