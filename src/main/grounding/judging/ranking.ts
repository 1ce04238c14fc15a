import { attributeText } from '../../../shared/format.ts';
import type { Entity } from '../../../shared/model/entity.ts';
import type { InventoryView } from '../../inventory/view.ts';
import type { JudgedClaim } from '../claims.ts';
import { type Spoken, sizePaths } from '../vocabulary/attributes.ts';
import { membersOf } from './group.ts';
import type { Of } from './claim-of.ts';
import { measure, number } from '../record.ts';

export function judgeComparison(claim: Of<'comparison'>): JudgedClaim {
  const { one, other, more, denied } = claim;
  const says = `${one.text} has ${more ? 'more' : 'less'} than ${other.text}`;
  for (const a of one.entities) {
    for (const b of other.entities) {
      if (a.kind !== b.kind || a === b) continue;
      for (const { path } of comparable(a, claim.attributes)) {
        const [left, right] = [measure(a, path), measure(b, path)];
        if (left === undefined || right === undefined) continue;
        const sources = [a, b].map(({ id }) => ({ entity: id, path: `attributes.${path}` }));
        const holds = more ? left > right : left < right;
        if (holds !== denied) return { verdict: 'supported', says, sources };
        const told = [a, b]
          .map((entity) => `${entity.name} ${attributeText(path, number(entity, path))}`)
          .join(', ');
        return { verdict: 'contradicted', says, sources, reason: `the inventory says: ${told}` };
      }
    }
  }
  return {
    verdict: 'unsupported',
    says,
    sources: [],
    reason: `the inventory does not compare ${one.text} and ${other.text} in this`,
  };
}

function comparable(entity: Entity, attributes: readonly Spoken[]): readonly Spoken[] {
  if (attributes.length > 0) return attributes.filter(({ kind }) => kind === entity.kind);
  return sizePaths.map((path) => ({ kind: entity.kind, path }));
}

export function judgeExtreme(claim: Of<'extreme'>, view: InventoryView): JudgedClaim {
  const { of, most, denied } = claim;
  const says = `${of.text} has the ${most ? 'most' : 'least'}`;
  for (const entity of of.entities) {
    if (claim.group.kinds.length > 0 && !claim.group.kinds.includes(entity.kind)) continue;
    const members = membersOf({ kinds: [entity.kind], within: claim.group.within }, view, undefined);
    for (const { path } of comparable(entity, claim.attributes)) {
      const own = measure(entity, path);
      if (own === undefined) continue;
      const better = members.find((member) => {
        const value = member === entity ? undefined : measure(member, path);
        return value !== undefined && (most ? value > own : value < own);
      });
      const holds = better === undefined && members.includes(entity);
      const sources = [{ entity: entity.id, path: `attributes.${path}` }];
      if (holds !== denied) return { verdict: 'supported', says, sources };
      const told =
        better === undefined ? '' : `: ${better.name} has ${attributeText(path, number(better, path))}`;
      return { verdict: 'contradicted', says, sources, reason: `the inventory says otherwise${told}` };
    }
  }
  return {
    verdict: 'unsupported',
    says,
    sources: [],
    reason: `the inventory does not rank ${of.text} by this`,
  };
}
