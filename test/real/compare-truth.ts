import { isDeepStrictEqual } from 'node:util';
import type { InventoryView } from '../../src/main/inventory/view.ts';
import type { EntityKind } from '../../src/shared/model/kinds/registry.ts';
import type { TrueEntity, Truth } from './real-system.ts';

/** What was found of what there is, over all kinds that were asked for. */
export interface Compared {
  readonly there: number;
  readonly found: number;
  readonly values: number;
  /** One line for each thing that is missing, surplus or different. */
  readonly wrong: readonly string[];
}

export function compareTruth(view: InventoryView, source: string, truth: Truth): Compared {
  const wrong: string[] = [];
  let [there, found, values] = [0, 0, 0];
  for (const [kind, expected] of Object.entries(truth) as [EntityKind, readonly TrueEntity[]][]) {
    const left = view
      .all(kind)
      .filter((entity) => entity.source === source && entity.disappearedAt === undefined);
    there += expected.length;
    for (const one of expected) {
      const at = left.findIndex((entity) => isIt(entity, one));
      const [entity] = at < 0 ? [] : left.splice(at, 1);
      if (!entity) {
        wrong.push(`${nameOf(kind, one)} is missing`);
        continue;
      }
      found += 1;
      for (const [attribute, value] of Object.entries(one.attributes ?? {})) {
        values += 1;
        const has = (entity.attributes as Readonly<Record<string, unknown>>)[attribute];
        if (!isDeepStrictEqual(has, value))
          wrong.push(
            `${nameOf(kind, one)}: ${attribute} is ${JSON.stringify(value)} and was collected as ${JSON.stringify(has)}`,
          );
      }
    }
    wrong.push(...left.map((entity) => `${nameOf(kind, entity)} is in the inventory and not in the system`));
  }
  return { there, found, values, wrong };
}

interface Named {
  readonly name: string;
  readonly partition?: string | undefined;
}

const isIt = (entity: Named, { name, partition }: TrueEntity): boolean =>
  entity.name === name && (partition === undefined || entity.partition === partition);

const nameOf = (kind: EntityKind, { name, partition }: Named): string =>
  `${kind} ${partition === undefined ? '' : `${partition}/`}${name}`;
