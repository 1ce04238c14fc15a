import type { ServerDescription } from '../mcp/session.ts';

/** A kind of MCP server that is asked about what is already known, and has no inventory of its own to collect. */
export interface MonitoringServer {
  /** Stable: the package that the server comes from. */
  readonly id: string;
  readonly title: string;
  /** What it is asked for. */
  readonly gives: 'alerts' | 'metrics';
  /** Judged by tool names alone; calls nothing. */
  matches(server: Pick<ServerDescription, 'tools'>): boolean;
  /** Tools that change nothing with any argument and give away no secret. */
  readonly readOnlyTools: readonly string[];
}

export const hasTools = ({ tools }: Pick<ServerDescription, 'tools'>, names: readonly string[]): boolean =>
  names.every((name) => tools.some((tool) => tool.name === name));
