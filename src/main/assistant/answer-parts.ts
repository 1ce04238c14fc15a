import type { AnswerFlag } from '../../shared/contract/assistant.ts';
import type { Citation, ToolCallView } from '../../shared/model/citation.ts';
import { citationOf, type EvidenceLedger } from './evidence.ts';

/** An answer as it is made, before it is kept. */
export interface AnswerDraft {
  /** `[n]` are numbers of the ledger. */
  readonly text: string;
  readonly by: 'model' | 'search';
  readonly model?: string;
  readonly calls: readonly ToolCallView[];
  readonly flags: readonly AnswerFlag[];
  readonly unknown: boolean;
  /** What of a text is cited, by the number of its evidence. */
  readonly quotes: ReadonlyMap<number, string>;
}

export const marker = /\[(\d{1,3})\](?!\()/g;

/** Numbers citations anew, from 1 in the order of the text; what is not cited is not listed. */
export function withCitations(
  draft: Pick<AnswerDraft, 'text' | 'quotes' | 'by'>,
  ledger: EvidenceLedger,
): { readonly text: string; readonly citations: Citation[] } {
  const numbers = new Map<number, number>();
  const citations: Citation[] = [];
  const text = draft.text.replaceAll(marker, (_, digits: string) => {
    const number = Number(digits);
    const evidence = ledger.get(number);
    if (!evidence) return '';
    let shown = numbers.get(number);
    if (shown === undefined) {
      shown = numbers.size + 1;
      numbers.set(number, shown);
      const citation = citationOf(evidence, shown, draft.quotes.get(number));
      citations.push(draft.by === 'model' ? withUsedFacts(citation, draft.text) : citation);
    }
    return `[${shown}]`;
  });
  return { text, citations };
}

/** Of an entity that a model cites, the facts that stand in the answer; all of them where none stands there word by word. */
function withUsedFacts(citation: Citation, text: string): Citation {
  if (citation.is !== 'entity') return citation;
  const plain = text.toLowerCase();
  const used = citation.facts.filter((fact) => plain.includes(fact.text.toLowerCase()));
  return used.length === 0 ? citation : { ...citation, facts: used };
}
