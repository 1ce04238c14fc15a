import type { AssistantMessage } from '../../../shared/contract/assistant.ts';
import { estimateTokens } from '../../llm/tokens.ts';
import { marker } from '../answer-parts.ts';

const longestMessage = 2_000;

/**
 * The newest part of a conversation that fits, as text. Numbers of citations are taken out: they counted other evidence.
 * What does not fit is left out from the beginning, and counted.
 */
export function fittingHistory(
  messages: readonly AssistantMessage[],
  tokens: number,
): { readonly text: string; readonly leftOut: number } {
  const lines: string[] = [];
  let used = 0;
  let kept = 0;
  for (const message of messages.toReversed()) {
    const who = message.role === 'user' ? 'Operator' : 'Answer';
    const line = `${who}: ${message.text.replaceAll(marker, '').slice(0, longestMessage)}`;
    used += estimateTokens(line);
    if (used > tokens) break;
    lines.unshift(line);
    kept += 1;
  }
  return { text: lines.join('\n\n'), leftOut: messages.length - kept };
}
