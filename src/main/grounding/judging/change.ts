import type { Change } from '../../../shared/model/change.ts';
import { type EntityId, instant } from '../../../shared/model/ids.ts';
import type { InventoryView } from '../../inventory/view.ts';
import { fits } from '../amounts.ts';
import type { JudgedClaim, Source } from '../claims.ts';
import { dimensionOf } from '../vocabulary/attributes.ts';
import type { Of } from './claim-of.ts';

const histories = new WeakMap<InventoryView, ReadonlyMap<EntityId, readonly Change[]>>();

const historyDays = 400;

function changesOf(view: InventoryView, id: EntityId): readonly Change[] {
  let history = histories.get(view);
  if (history === undefined) {
    const read = new Map<EntityId, Change[]>();
    for (const change of view.changesSince(instant(Date.parse(view.at) - historyDays * 86_400_000))) {
      const known = read.get(change.entityId);
      if (known === undefined) read.set(change.entityId, [change]);
      else known.push(change);
    }
    histories.set(view, (history = read));
  }
  return history.get(id) ?? [];
}

export function judgeChange(claim: Of<'change'>, view: InventoryView): JudgedClaim {
  const { of, denied, moment, way } = claim;
  const says = `${of.text} changed`;
  const fitting = of.entities.flatMap((entity) =>
    changesOf(view, entity.id)
      .filter((change) => {
        const path = change.path.replace(/^attributes\./, '');
        const at = Date.parse(change.at);
        return (
          (claim.attributes.length === 0 ||
            claim.attributes.some((one) => one.kind === entity.kind && one.path === path)) &&
          (moment === undefined || (at >= moment.from && at < moment.to)) &&
          isSaid(claim.from, change.from, path) &&
          isSaid(claim.to, change.to, path) &&
          goes(way, change)
        );
      })
      .map((change): Source => ({ entity: entity.id, path: `changes.${change.path}` })),
  );
  if (fitting.length > 0 && !denied) return { verdict: 'supported', says, sources: fitting };
  const any = of.entities.some(({ id }) => changesOf(view, id).length > 0);
  return {
    verdict: any ? 'contradicted' : 'unsupported',
    says,
    sources: [],
    reason: `the history of ${of.text} has no such change`,
  };
}

function isSaid(token: Of<'change'>['from'], value: unknown, path: string): boolean {
  if (token === undefined) return true;
  if (token.amount !== undefined) {
    return typeof value === 'number' && fits(value * dimensionOf(path).size, token.amount);
  }
  const text = typeof value === 'string' ? value : Array.isArray(value) ? value.join(', ') : '';
  if (token.entities !== undefined) {
    return token.entities.some(
      ({ name, id }) => name.toLowerCase() === text.toLowerCase() || text.includes(id),
    );
  }
  return text.toLowerCase() === token.lower;
}

function goes(way: 'up' | 'down' | 'any', { from, to }: Change): boolean {
  if (way === 'any') return true;
  return typeof from === 'number' && typeof to === 'number' && (way === 'up' ? to > from : to < from);
}
