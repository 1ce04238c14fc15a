import type { InventoryView } from '../inventory/view.ts';
import type { Claim, JudgedClaim } from './claims.ts';
import { judgeChange } from './judging/change.ts';
import { each } from './judging/each.ts';
import { judgeCount, judgeSum } from './judging/group.ts';
import { shown } from './judging/claim-of.ts';
import { judgeComparison, judgeExtreme } from './judging/ranking.ts';
import { judgeRelation } from './judging/relation.ts';
import { amountOf, momentOf, stateOf } from './judging/trait.ts';
import { textsAt } from './record.ts';

/** Holds one claim against the inventory. A name that could be several things is narrowed to those it holds for. */
export function judge(claim: Claim, view: InventoryView): JudgedClaim {
  switch (claim.is) {
    case 'relation':
      return judgeRelation(claim, view);
    case 'amount':
      return each(claim.of, claim, (entity) => amountOf(entity, claim), `is ${shown(claim.amount)}`);
    case 'state':
      return each(claim.of, claim, (entity) => stateOf(entity, claim.meanings), claim.says);
    case 'value':
      return each(
        [claim.of],
        claim,
        (entity) => ({
          holds: textsAt(entity, claim.path).includes(claim.text.toLowerCase()),
          path: claim.path,
        }),
        `${claim.path} is ${claim.text}`,
      );
    case 'moment':
      return each(claim.of, claim, (entity) => momentOf(entity, claim), 'happened then');
    case 'change':
      return judgeChange(claim, view);
    case 'comparison':
      return judgeComparison(claim);
    case 'extreme':
      return judgeExtreme(claim, view);
    case 'count':
      return judgeCount(claim, view);
    case 'sum':
      return judgeSum(claim, view);
    case 'kind':
      return each(
        [claim.of],
        claim,
        (entity) => ({ holds: claim.kinds.includes(entity.kind), path: 'kind' }),
        'is of that kind',
      );
    case 'known':
      return {
        verdict: 'supported',
        says: `${claim.of.text} is in the inventory`,
        sources: claim.of.entities.slice(0, 5).map(({ id }) => ({ entity: id, path: 'name' })),
      };
    case 'unclear':
      return { verdict: 'unsupported', says: '', sources: [], reason: claim.why };
  }
}
