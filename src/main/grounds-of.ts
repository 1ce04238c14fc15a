import type { Grounds } from './assistant/ports.ts';
import { checkText } from './grounding/check-text.ts';
import type { InventoryView } from './inventory/view.ts';

/** What the fact check says of one sentence, as the assistant needs to know it. */
export function groundsOf(sentence: string, view: InventoryView): Grounds {
  const checked = checkText(sentence, view);
  const bad = checked.find(({ verdict }) => verdict === 'contradicted');
  if (bad) return { is: 'contradicted', reason: bad.reason ?? 'the inventory says otherwise' };
  const claims = checked.filter(({ verdict }) => verdict !== 'no-claim');
  return claims.length > 0 && claims.every(({ verdict }) => verdict === 'supported')
    ? { is: 'supported' }
    : { is: 'not-judged' };
}
