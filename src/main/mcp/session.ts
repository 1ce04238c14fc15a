/** What the rest of the application sees of one connected MCP server. The pool (pool.ts) implements it. */
export interface McpSession {
  /** The source's configured name. */
  readonly source: string;
  readonly server: ServerDescription;
  /**
   * Calls a tool that the adapter or the site classifies as read-only.
   * @throws McpError code timeout | cancelled | disconnected | unauthorized | untrusted | tool-not-found |
   *   not-read-only | argument-refused | malformed | too-large | protocol; unknown-server | disabled when its configuration went away
   */
  callTool(name: string, args: Record<string, unknown>, options?: CallOptions): Promise<ToolResult>;
  readResource(uri: string, options?: CallOptions): Promise<ResourceContent[]>;
}

/**
 * What can change something. Only the remediation engine is given one, and each call needs a permit that names exactly
 * this call and is good for one: the engine makes it from an intent that is on disk.
 */
export interface McpWriter {
  readonly source: string;
  /**
   * Never repeated by itself, whatever happens.
   * @throws McpError as `McpSession.callTool`; `notExecuted` is set when the server cannot have got it; not-permitted
   */
  callTool(permit: WritePermit, options?: WriteOptions): Promise<ToolResult>;
}

export interface WriteOptions extends CallOptions {
  /** Asked in the moment before it is sent. @returns why it must not be sent any more */
  readonly stopped?: () => string | undefined;
}

export interface WritePermit {
  readonly source: string;
  readonly tool: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  /** Of the journal entry with the intent: `remediation id/seq`. A permit is used once. */
  readonly intent: string;
}

export interface ServerDescription {
  readonly name: string;
  readonly version: string;
  readonly instructions?: string;
  readonly tools: readonly ToolDescription[];
  /** The profile that the site reads it by, whatever else would recognise it. */
  readonly profile?: string;
}

export interface ToolDescription {
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly inputSchema: unknown;
  readonly outputSchema?: unknown;
  readonly annotations?: Readonly<Record<string, unknown>>;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
  readonly onProgress?: (progress: { done: number; total?: number; message?: string }) => void;
}

export interface ToolResult {
  /** The server said that the call failed; `text` says how. */
  readonly isError: boolean;
  /** All text parts, joined by newlines. */
  readonly text: string;
  /**
   * The answer as data, from the best that there is: structured content, else text that is JSON (also one JSON
   * document per part or line, or fenced), else a plain-text table as records; undefined when it is only prose.
   */
  readonly data: unknown;
  readonly form: 'structured' | 'json' | 'json-lines' | 'yaml' | 'table' | 'text';
}

export interface ResourceContent {
  readonly uri: string;
  readonly mimeType?: string;
  readonly text?: string;
  readonly data: unknown;
}
