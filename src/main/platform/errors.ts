/**
 * The base of every error that is raised on purpose. `code` is kebab-case and stable, `message` says what was
 * expected and what came, `hint` what to do. Neither ever contains a secret.
 */
export class DomainError extends Error {
  override readonly name: string = 'DomainError';
  readonly code: string;
  readonly hint: string | undefined;
  /** Where several things are at fault, each with its place. */
  readonly details: readonly { readonly path: string; readonly message: string }[];
  constructor(
    code: string,
    message: string,
    options: { hint?: string; cause?: unknown; details?: DomainError['details'] } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
    this.details = options.details ?? [];
  }
}

/** What the operating system refused: an error of a system call, with the system's own code (`EACCES`, `ENOSPC`, …). */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  const code: unknown = error instanceof Error && 'syscall' in error ? Reflect.get(error, 'code') : undefined;
  return typeof code === 'string' && /^E[A-Z]+$/.test(code);
}
