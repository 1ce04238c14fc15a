import { ContractError } from '../../shared/contract/contract-error.ts';
import { DomainError, isSystemError } from '../platform/errors.ts';

/** What is told of something that went wrong. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly hint?: string | undefined;
  /** Of a fault of the program. */
  readonly stack?: string | undefined;
}

export function failureOf(error: unknown): Failure {
  if (error instanceof ContractError) return contractFailure(error);
  if (error instanceof DomainError) return { code: error.code, message: error.message, hint: error.hint };
  if (isSystemError(error)) {
    return {
      code: 'system',
      message: error.message,
      hint: 'The system refused it: see that this user may read and write there, and that there is room.',
    };
  }
  return {
    code: 'internal',
    message: error instanceof Error ? error.message : String(error),
    hint: 'This is a fault of the program. Run it again with --verbose and report what it says.',
    stack: error instanceof Error ? error.stack : undefined,
  };
}

function contractFailure({ code, message, hint, details }: ContractError): Failure {
  if (code === 'cancelled') return { code, message: stoppedBySignal };
  if (code === 'invalid-input') {
    const faults = details.map((detail) => `${detail.path}: ${detail.message}`).join('; ');
    return { code: 'usage', message: faults === '' ? message : faults };
  }
  return { code, message, hint };
}

export const stoppedBySignal = 'Stopped by a signal; what was stored stays.';
