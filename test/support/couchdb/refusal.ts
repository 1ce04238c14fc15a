/** An answer that is no success, as CouchDB words it: `{"error": …, "reason": …}`. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly error: string;
  readonly reason: string;
  constructor(status: number, error: string, reason: string) {
    super(`${status} ${error}: ${reason}`);
    this.status = status;
    this.error = error;
    this.reason = reason;
  }
}

export const conflict = () => new Refusal(409, 'conflict', 'Document update conflict.');
export const missing = (reason = 'missing') => new Refusal(404, 'not_found', reason);
export const badRequest = (reason: string) => new Refusal(400, 'bad_request', reason);
