import type { ContractFailure } from './errors.ts';

/** How a failure reaches a caller: the same class whichever transport carried it. Free of schemas, for the preload. */
export class ContractError extends Error {
  override readonly name = 'ContractError';
  readonly code: string;
  readonly hint: string | undefined;
  readonly details: NonNullable<ContractFailure['details']>;
  constructor({ code, message, hint, details }: ContractFailure) {
    super(message);
    this.code = code;
    this.hint = hint;
    this.details = details ?? [];
  }
}
