import { DomainError } from '../platform/errors.ts';

/** One thing that was looked at, for `doctor` and the console. */
export interface Check {
  readonly name: string;
  readonly status: 'ok' | 'warning' | 'failed' | 'not-set';
  readonly detail: string;
  /** What to do. */
  readonly hint?: string;
}

export function failure(error: unknown): { detail: string; hint?: string } {
  return {
    detail: messageOf(error),
    ...(error instanceof DomainError && error.hint !== undefined && { hint: error.hint }),
  };
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
