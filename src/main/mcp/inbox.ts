import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import type { McpErrorCode } from './mcp-error.ts';
import { JsonTooDeepError, parseJson } from './json.ts';

/**
 * What arrives from a server, before the SDK sees it: bytes become JSON-RPC messages, answers that nobody waits for
 * are dropped, and an answer that cannot be used fails its own request at once instead of letting it time out.
 */
export interface Inbox {
  /** One message as text (a line of stdio, an HTTP body, the data of one server-sent event). */
  receive(text: string): void;
  /** Every message that we send: requests are remembered until they are answered or cancelled. */
  sent(message: JSONRPCMessage): void;
  /** Fails a request of ours. @returns false when it is not waiting. */
  fail(id: string | number, code: McpErrorCode, reason: string, hint?: string): boolean;
  readonly waiting: ReadonlySet<string | number>;
}

export interface InboxPorts {
  readonly deliver: (message: JSONRPCMessage) => void;
  /** Something arrived that is not MCP; kept for the operator beside the server's stderr. */
  readonly report: (problem: string) => void;
}

/** Marks an error response that was made here and not by the server. */
export const localErrorCode = -32_099;
export interface LocalErrorData {
  readonly local: McpErrorCode;
  readonly hint?: string;
}

export function createInbox({ deliver, report }: InboxPorts): Inbox {
  const waiting = new Set<string | number>();

  const fail = (id: string | number, code: McpErrorCode, reason: string, hint?: string): boolean => {
    if (!waiting.delete(id)) return false;
    const data: LocalErrorData = hint === undefined ? { local: code } : { local: code, hint };
    deliver({ jsonrpc: '2.0', id, error: { code: localErrorCode, message: reason, data } });
    return true;
  };

  const receiveOne = (value: unknown): void => {
    if (!isRecord(value)) {
      report(`not a JSON-RPC message: ${preview(value)}`);
      return;
    }
    const { id, method } = value;
    if (typeof method === 'string') {
      if (value['params'] !== undefined && !isRecord(value['params'])) {
        report(`${method} with parameters that are not an object: ignored`);
        return;
      }
      deliver(value as unknown as JSONRPCMessage);
      return;
    }
    if (typeof id !== 'string' && typeof id !== 'number') {
      report(`a message that is neither a call nor an answer: ${preview(value)}`);
      return;
    }
    if (!waiting.has(id)) {
      report(`an answer that nobody waits for (id ${String(id).slice(0, 40)}): ignored`);
      return;
    }
    const problem = answerProblem(value);
    if (problem !== undefined) {
      report(`answer ${id}: ${problem}`);
      fail(id, 'malformed', problem);
      return;
    }
    waiting.delete(id);
    // The SDK hands notifications on a moment later: an answer must not overtake the progress reported before it.
    queueMicrotask(() => deliver(value as unknown as JSONRPCMessage));
  };

  return {
    waiting,
    fail,
    sent(message) {
      if (!('method' in message)) return;
      if ('id' in message) waiting.add(message.id);
      else if (message.method === 'notifications/cancelled') {
        const id = message.params?.['requestId'];
        if (typeof id === 'string' || typeof id === 'number') waiting.delete(id);
      }
    },
    receive(text) {
      let value: unknown;
      try {
        value = parseJson(text);
      } catch (error) {
        if (error instanceof JsonTooDeepError) {
          const id = idInFragment(text.slice(0, 300), text.slice(-300));
          if (id !== undefined && fail(id, 'malformed', `the answer is ${error.message}`)) return;
        }
        report(`not JSON: ${text.slice(0, 200)}`);
        return;
      }
      // Protocol versions before 2025-06-18 allowed batches.
      if (Array.isArray(value)) value.forEach(receiveOne);
      else receiveOne(value);
    },
  };
}

function answerProblem(value: Record<string, unknown>): string | undefined {
  if (value['jsonrpc'] !== '2.0') return `expected jsonrpc "2.0", got ${preview(value['jsonrpc'])}`;
  const { error, result } = value;
  if (error !== undefined) {
    if (!isRecord(error)) return `expected an error object, got ${preview(error)}`;
    if (!Number.isSafeInteger(error['code']))
      return `expected a numeric error code, got ${preview(error['code'])}`;
    if (typeof error['message'] !== 'string') return 'expected an error message';
    return undefined;
  }
  if (!isRecord(result)) return `expected a result object, got ${preview(result)}`;
  return undefined;
}

/**
 * The id of an answer of which only the beginning and the end are known, so that an answer that is too large fails
 * the request that it belongs to. Both orders that JSON-RPC libraries write are understood.
 */
export function idInFragment(head: string, tail: string): string | number | undefined {
  const found =
    /"id"\s*:\s*(\d{1,15}|"[^"\\]{1,80}")\s*\}\s*$/.exec(tail) ??
    /^\s*\{\s*(?:"jsonrpc"\s*:\s*"2\.0"\s*,\s*)?"id"\s*:\s*(\d{1,15}|"[^"\\]{1,80}")\s*,/.exec(head);
  const text = found?.[1];
  if (text === undefined) return undefined;
  return text.startsWith('"') ? text.slice(1, -1) : Number(text);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A short text of any value, for messages. */
export function preview(value: unknown, length = 80): string {
  if (value === undefined) return 'nothing';
  const text = typeof value === 'string' ? JSON.stringify(value.slice(0, length)) : JSON.stringify(value);
  return text === undefined ? typeof value : text.length > length ? `${text.slice(0, length)}…` : text;
}
