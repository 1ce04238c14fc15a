import type { Entity } from '../../../shared/model/entity.ts';
import type { JudgedClaim, Named, Source } from '../claims.ts';

export interface Held {
  /** undefined: the inventory does not say. */
  readonly holds: boolean | undefined;
  readonly path: string;
  readonly actual?: string;
}

/** Of every name, at least one of the entities it can stand for must bear the claim out; denied, all must. */
export function each(
  names: readonly Named[],
  { denied }: { readonly denied: boolean },
  test: (entity: Entity) => Held,
  says: string,
): JudgedClaim {
  const sources: Source[] = [];
  const what = `${names.map(({ text }) => text).join(', ')} ${denied ? 'not: ' : ''}${says}`;
  for (const name of names) {
    const judged = name.entities.map((entity) => ({ entity, held: test(entity) }));
    const decided = judged.filter(({ held }) => held.holds !== undefined);
    const good = decided.filter(({ held }) => held.holds !== denied);
    if (good.length === 0 || (denied && good.length < decided.length)) {
      const [told] = decided;
      if (told === undefined) {
        return {
          verdict: 'unsupported',
          says: what,
          sources: [],
          reason: `the inventory does not say this of ${name.text}`,
        };
      }
      const actual = told.held.actual === undefined ? '' : `: it is ${told.held.actual}`;
      return {
        verdict: 'contradicted',
        says: what,
        sources: [{ entity: told.entity.id, path: told.held.path }],
        reason: `the inventory says otherwise of ${name.text} (${told.held.path.replace(/^attributes\./, '')})${actual}`,
      };
    }
    name.entities = good.map(({ entity }) => entity);
    for (const { entity, held } of good) sources.push({ entity: entity.id, path: held.path });
  }
  return { verdict: 'supported', says: what, sources };
}
