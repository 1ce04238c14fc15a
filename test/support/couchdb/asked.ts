import type { ServerResponse } from 'node:http';
import type { User } from './accounts.ts';
import { Refusal } from './refusal.ts';

/** One request, by whom, taken apart. */
export interface Asked {
  readonly method: string;
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  readonly user: User;
  /** As JSON. @throws Refusal 400, 413, 415 */
  readonly body: () => Promise<unknown>;
  readonly response: ServerResponse;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}
export const ok = (body: unknown, status = 200): Answer => ({ status, body });

export const notAllowed = (method: string) =>
  new Refusal(405, 'method_not_allowed', `${method} is not offered here`);
