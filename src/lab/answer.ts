import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';

/** Up to here an answer is also given as text; beyond, a line that says where to look, so that it is written once. */
export const textLimitBytes = 16_384;

export function answer(structured: Record<string, unknown>): CallToolResult {
  const summary = largeAnswer(structured);
  const text = summary ?? JSON.stringify(structured);
  return { content: [{ type: 'text', text }], structuredContent: structured };
}

export function failure(message: string): CallToolResult {
  return { content: [{ type: 'text', text: message }], isError: true };
}

/** Judges by the longest list and its first record, because measuring exactly would mean writing it all. */
function largeAnswer(structured: Record<string, unknown>): string | undefined {
  for (const [name, value] of Object.entries(structured)) {
    if (!Array.isArray(value) || value.length < 2) continue;
    const sample = JSON.stringify(value[0])?.length ?? 0;
    if (sample * value.length > textLimitBytes)
      return `${value.length} records in structuredContent.${name}; too long to repeat as text.`;
  }
  return undefined;
}
