import type { Entity } from '../../../shared/model/entity.ts';
import type { InventoryView } from '../../inventory/view.ts';
import type { JudgedClaim, Source } from '../claims.ts';
import { isRelated } from '../follow.ts';
import type { Of } from './claim-of.ts';

export function judgeRelation(claim: Of<'relation'>, view: InventoryView): JudgedClaim {
  const sources: Source[] = [];
  const says = `${claim.from.map(({ text }) => text).join(', ')} ${claim.denied ? 'not ' : ''}${claim.means.types[0] ?? ''} ${claim.to.map(({ text }) => text).join(', ')}`;
  for (const from of claim.from) {
    for (const to of claim.to) {
      const pairs = from.entities.flatMap((one) =>
        to.entities
          .filter((other) => other.id !== one.id)
          .map((other) => {
            const path =
              isRelated(view, one, other, claim.means) ??
              (claim.either === true && one.kind !== other.kind
                ? isRelated(view, other, one, claim.means)
                : undefined);
            return { one, other, path };
          }),
      );
      const holding = pairs.filter(({ path }) => path !== undefined);
      if (claim.denied) {
        if (
          pairs.length > 0 &&
          holding.length === 0 &&
          pairs.some(({ one, other }) => couldBe(view, one, other, claim))
        ) {
          const [pair] = pairs;
          if (pair !== undefined)
            sources.push({ entity: pair.one.id, path: `relations.${claim.means.types[0] ?? ''}` });
          continue;
        }
        return {
          verdict: 'contradicted',
          says,
          sources: [],
          reason: `the inventory says that ${from.text} and ${to.text} are related in this way`,
        };
      }
      if (holding.length === 0) {
        return {
          verdict: 'contradicted',
          says,
          sources: [],
          reason: `in the inventory ${from.text} and ${to.text} are not related in this way`,
        };
      }
      from.entities = from.entities.filter((entity) => holding.some(({ one }) => one === entity));
      to.entities = to.entities.filter((entity) => holding.some(({ other }) => other === entity));
      for (const { one, path } of holding) if (path !== undefined) sources.push({ entity: one.id, path });
    }
  }
  return { verdict: 'supported', says, sources };
}

/** A denial says something only where such a relation is known of the thing at all. */
function couldBe(view: InventoryView, one: Entity, other: Entity, claim: Of<'relation'>): boolean {
  const known = (entity: Entity) => claim.means.types.some((type) => view.outbound(entity, type).length > 0);
  return known(one) || (claim.either === true && known(other)) || claim.means.types.includes('connected-to');
}
