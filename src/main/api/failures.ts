import type { z } from 'zod';
import type { ContractFailure } from '../../shared/contract/errors.ts';
import type { Role } from '../../shared/model/role.ts';
import { DomainError, isSystemError } from '../platform/errors.ts';
import type { Logger } from '../platform/logger.ts';
import type { Random } from '../platform/random.ts';
import type { Peer } from './handler.ts';

/** Faults of one input that are told; more would help nobody. */
const mostDetails = 20;

/** What a caller is told about something that was thrown. What is not meant for callers goes to the log alone. */
export function failureOf(
  error: unknown,
  what: string,
  ports: { readonly random: Random; readonly logger: Logger },
): ContractFailure {
  if (error instanceof DomainError) {
    return {
      code: error.code,
      message: error.message,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
      ...(error.details.length === 0 ? {} : { details: error.details.slice(0, mostDetails) }),
    };
  }
  // What the operating system refused, rights or room for instance, is no fault of ours, and its words help.
  if (isSystemError(error)) {
    ports.logger.warn({ err: error, what }, 'the system refused something');
    return {
      code: 'system',
      message: error.message,
      hint: 'The system refused it: see that this user may read and write there, and that there is room.',
    };
  }
  const reference = ports.random.id(8);
  ports.logger.error({ err: error, reference, what }, 'a handler failed');
  return {
    code: 'internal',
    message: `Something failed inside the application (reference ${reference}).`,
    hint: 'The log has the details under that reference.',
  };
}

export function invalidInput(name: string, { issues }: z.ZodError): ContractFailure {
  const [first] = issues;
  const at = first === undefined || first.path.length === 0 ? '' : ` at ${first.path.map(String).join('.')}`;
  return {
    code: 'invalid-input',
    message: `The input of ${name} does not fit${at}: ${first?.message ?? 'no reason was given'}`,
    details: issues
      .slice(0, mostDetails)
      .map(({ path, message }) => ({ path: path.map(String).join('.'), message })),
  };
}

export const cancelled: ContractFailure = {
  code: 'cancelled',
  message: 'The caller took the question back.',
};

/** Not begun, so that anything may be asked again, writes too. */
export const ending: ContractFailure = {
  code: 'disconnected',
  message: 'The application is ending: this was not begun.',
  hint: 'Ask again when it has started.',
};

export function unknownName(what: 'method' | 'event', name: string): ContractFailure {
  return {
    code: 'unknown-method',
    message: `There is no ${what} "${name}" in the contract.`,
    hint: 'The other side has another version: reload the page.',
  };
}

/** Whoever asks may not, whatever the input: it is not even looked at. */
export function forbidden(
  method: string,
  { operator, role }: Pick<Peer, 'operator' | 'role'>,
  needed: Role,
): ContractFailure {
  return {
    code: 'forbidden',
    message: `${method} takes the role ${needed}; ${operator} is ${role}.`,
    hint: `Ask somebody who is ${needed}, or an admin for that role.`,
  };
}

export function tooMany(what: string, most: number): ContractFailure {
  return {
    code: 'too-many-requests',
    message: `More than ${most} ${what} at once on one connection.`,
    hint: 'Wait until some of them have ended.',
  };
}
