import { DomainError } from '../../platform/errors.ts';

/**
 * unreachable: nothing came back; refused: it does not know who we are; forbidden: it knows, and says no; missing: no
 * such database or document; conflict: somebody was quicker; too-large; busy: it asks to wait; broken: it failed;
 * malformed: what came back is no answer of a CouchDB.
 */
export type CouchFault =
  | 'unreachable'
  | 'refused'
  | 'forbidden'
  | 'missing'
  | 'conflict'
  | 'too-large'
  | 'busy'
  | 'broken'
  | 'malformed';

export class CouchError extends DomainError {
  override readonly name = 'CouchError';
  readonly fault: CouchFault;
  readonly retryAfterMs: number | undefined;
  /** Of the answer; absent where none came, or one that is no answer of a CouchDB. */
  readonly status: number | undefined;
  constructor(
    fault: CouchFault,
    message: string,
    options: { cause?: unknown; retryAfterMs?: number; status?: number } = {},
  ) {
    super(`couchdb-${fault}`, message, { cause: options.cause });
    this.fault = fault;
    this.retryAfterMs = options.retryAfterMs;
    this.status = options.status;
  }
}

export function faultOf(status: number): CouchFault {
  switch (status) {
    case 401:
      return 'refused';
    case 403:
      return 'forbidden';
    case 404:
      return 'missing';
    case 409:
    case 412:
      return 'conflict';
    case 413:
      return 'too-large';
    case 408:
    case 429:
    case 503:
      return 'busy';
    default:
      return status >= 500 ? 'broken' : 'malformed';
  }
}
