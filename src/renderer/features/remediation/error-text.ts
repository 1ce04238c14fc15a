import type { ContractError } from '../../../shared/contract/errors.ts';

/** What went wrong and what to do, in one text. */
export function errorText(error: ContractError): string;
export function errorText(error: ContractError | null): string | undefined;
export function errorText(error: ContractError | null): string | undefined {
  if (!error) return undefined;
  return error.hint === undefined ? error.message : `${error.message} ${error.hint}`;
}
