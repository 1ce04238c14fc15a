import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';

/** Up to here an answer is repeated as text, for clients that read nothing else. */
const textLimit = 64 * 1024;

export function answer(structured: Record<string, unknown>): CallToolResult {
  const text = JSON.stringify(structured);
  return {
    content: [{ type: 'text', text: text.length <= textLimit ? text : tooLong(structured) }],
    structuredContent: structured,
  };
}

export function refusal(message: string): CallToolResult {
  return { content: [{ type: 'text', text: message }], isError: true };
}

function tooLong(structured: Record<string, unknown>): string {
  const lists = Object.entries(structured).flatMap(([name, value]) =>
    Array.isArray(value) ? [`${value.length} in structuredContent.${name}`] : [],
  );
  return `The answer is too long to repeat as text: ${lists.join(', ') || 'see structuredContent'}. Ask for fewer with "limit" to get it as text.`;
}
