import type { LlmMessage, LlmRequest } from './llm.ts';

/** What a message costs beside its words: role and separators. */
const perMessage = 8;

/**
 * Tokens of a text, rather too many than too few: every model cuts words in its own way, and a prompt that does not
 * fit is cut by some endpoints without a word.
 */
export function estimateTokens(text: string): number {
  let tokens = 0;
  for (const [piece] of text.matchAll(pieces)) tokens += costOf(piece);
  return Math.ceil(tokens);
}

const pieces =
  /[a-z]+|[A-Z]+|\p{N}+|[ \t]+|\r?\n|[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{M}]+|./gsu;

function costOf(piece: string): number {
  const first = piece.charCodeAt(0);
  if (/^[a-z]/.test(piece)) return Math.ceil(piece.length / 5);
  if (/^[A-Z]/.test(piece)) return Math.ceil(piece.length / 2.5);
  if (/^\p{N}/u.test(piece)) return Math.ceil(piece.length / 2);
  // A single space goes with the word behind it.
  if (/^[ \t]/.test(piece)) return piece.length === 1 ? 0 : Math.ceil(piece.length / 4);
  if (first < 128) return 1;
  if (/^[\p{L}\p{M}]/u.test(piece) && piece.length > 1) return Math.ceil(piece.length / 2);
  return /^[\p{L}]/u.test(piece) ? 1.5 : 3;
}

export function estimateRequest(request: Pick<LlmRequest, 'messages' | 'tools'>): number {
  const messages = request.messages.reduce((sum, message) => sum + perMessage + messageTokens(message), 0);
  const tools = (request.tools ?? []).reduce(
    (sum, tool) => sum + perMessage + estimateTokens(JSON.stringify(tool)),
    0,
  );
  return messages + tools;
}

function messageTokens(message: LlmMessage): number {
  const calls = message.role === 'assistant' ? (message.toolCalls ?? []) : [];
  return (
    estimateTokens(message.content) +
    calls.reduce(
      (sum, call) => sum + perMessage + estimateTokens(call.name) + estimateTokens(call.arguments),
      0,
    )
  );
}
