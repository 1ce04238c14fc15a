import type { AnswerFlag } from '../../../shared/contract/assistant.ts';
import { evidenceSource, evidenceText, type NumberedEvidence } from '../evidence.ts';
import { findInstructions } from './find-instructions.ts';

const mostFlags = 10;

/** What the operator is told of texts that read like instructions to the assistant. Nothing in them was followed. */
export function flagsOfData(
  evidence: readonly NumberedEvidence[],
  others: readonly { readonly where: string; readonly text: string }[],
): AnswerFlag[] {
  const texts = [
    ...evidence.map(({ evidence: one }) => ({ where: evidenceSource(one), text: evidenceText(one) })),
    ...others,
  ];
  const flags = texts.flatMap(({ where, text }): AnswerFlag[] => {
    const excerpt = findInstructions(text);
    return excerpt === undefined ? [] : [{ is: 'instructions-in-data', where, excerpt }];
  });
  if (flags.length > 0) return flags.slice(0, mostFlags);
  // Spread over several texts, none of which says it alone.
  const together = findInstructions(texts.map(({ text }) => text).join(' '));
  return together === undefined
    ? []
    : [{ is: 'instructions-in-data', where: 'several texts together', excerpt: together }];
}
